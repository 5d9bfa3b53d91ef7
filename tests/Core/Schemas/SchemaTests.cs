using ChatOps.Tests.Core.Blueprints;
using ChatOps.Tests.Core.People;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Schemas;

/// <summary>An author's editor and the loader must not disagree: what the schema can express is refused by both.</summary>
public sealed class SchemaTests(SchemaVerdicts verdicts) : IClassFixture<SchemaVerdicts>
{
    public static TheoryData<string> OurOwn => [.. Repository.BlueprintNames.Select(name => $"{name}/blueprint.yaml"), "policy.yaml"];

    public static TheoryData<string> BrokenBlueprints => [.. BrokenBlueprint.All.Where(row => row.Value.SchemaToo).Select(row => row.Key)];

    public static TheoryData<string> BrokenPolicies => [.. BrokenPolicy.All.Where(row => row.Value.SchemaToo).Select(row => row.Key)];

    [Theory]
    [MemberData(nameof(OurOwn))]
    public void Accepts_our_own(string file) => Assert.Empty(verdicts.ErrorsOf(file));

    [Fact]
    public void Accepts_a_blueprint_with_everything() => Assert.Empty(verdicts.ErrorsOf("sample blueprint"));

    [Fact]
    public void Accepts_a_policy_with_everything() => Assert.Empty(verdicts.ErrorsOf("sample policy"));

    [Theory]
    [MemberData(nameof(BrokenBlueprints))]
    public void Refuses_a_blueprint_with(string what) => Assert.NotEmpty(verdicts.ErrorsOf($"blueprint: {what}"));

    [Theory]
    [MemberData(nameof(BrokenPolicies))]
    public void Refuses_a_policy_with(string what) => Assert.NotEmpty(verdicts.ErrorsOf($"policy: {what}"));

    [Theory]
    [InlineData("blueprint.yaml", "blueprint.schema.json")]
    [InlineData("policy.yaml", "policy.schema.json")]
    public void Is_named_in_the_first_line_for_editors(string file, string schema) => Assert.All(
        Directory.GetFiles(Repository.Blueprints, file, SearchOption.AllDirectories),
        path => Assert.Matches($"^# yaml-language-server: [$]schema=([.][.]/)*schema/{schema}$", File.ReadLines(path).First()));

    // Whoever installs uses the registry that their own npm is set to.
    [Fact]
    public void Is_checked_with_packages_from_any_registry() => Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Repository.At("package-lock.json")));
}
