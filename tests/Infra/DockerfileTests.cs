using System.Text.Json;
using System.Xml.Linq;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Infra;

/// <summary>There is no container engine where this is built: a linter reads the file, and what the image is made from is looked after here.</summary>
public sealed class DockerfileTests
{
    private static readonly string Dockerfile = File.ReadAllText(Repository.At("infra", "standalone", "Dockerfile"));

    [Fact]
    public async Task Has_nothing_that_the_linter_minds() => Assert.Empty(await LintAsync(Dockerfile));

    // Otherwise the test above would also pass with a linter that minds nothing.
    [Theory]
    [InlineData("WORKDIR /src", "WORKDR /src", "Unknown instruction: WORKDR")]
    [InlineData("--interval=30s", "--interval=30", "time: missing unit in duration 30")]
    [InlineData("WORKDIR /src", "WORKDIR src", "WORKDIR paths should be absolute")]
    [InlineData("--from=build", "--form=build", "Unknown flag: form")]
    public async Task A_mistake_in_it_is_found(string right, string wrong, string problem)
    {
        Assert.Contains(right, Dockerfile, StringComparison.Ordinal);

        var found = await LintAsync(Dockerfile.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(problem, Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_is_built_from_every_project_that_the_program_is_made_of()
    {
        var kept = File.ReadLines(Repository.At(".dockerignore"))
            .Where(line => line.StartsWith('!')).Select(line => line[1..]);

        Assert.Superset(Projects("functions").Append("blueprints").Append("host.json").ToHashSet(), kept.ToHashSet());
    }

    /// <summary>The folders of a project and of all that it refers to.</summary>
    private static IEnumerable<string> Projects(string folder) => XDocument
        .Load(Directory.GetFiles(Repository.At(folder), "*.csproj").Single())
        .Descendants("ProjectReference")
        .Select(reference => reference.Attribute("Include")?.Value.Split('/')[1] ?? "")
        .SelectMany(Projects)
        .Prepend(folder);

    private static async Task<string[]> LintAsync(string text) =>
        JsonSerializer.Deserialize<string[]>(await Node.RunAsync("lint-dockerfile.mjs", text, TestContext.Current.CancellationToken)) ?? [];
}
