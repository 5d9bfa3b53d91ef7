using ChatOps.Core.Words;
using ChatOps.Sandbox.Blueprints;
using ChatOps.Tests.Sandbox.Blueprints;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.BadInput;

/// <summary>What a platform engineer may type after <c>dotnet run --project sandbox --</c>.</summary>
public sealed class BadCommandLines
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "ChatOps.Sandbox.dll");

    public static TheoryData<string> Names =>
    [
        "", " ", ".", "..", "/", "../blueprints/pytorch-t4", "pytorch-t4/", "pytorch-t4/versions/1", "./pytorch-t4", "/etc", "pytorch-t5",
        "PYTORCH-T4", "pytorch-t4@1", "*",
        "pytorch-t4\n", "pytorch-t4\u200B", "pytоrch-t4", "$(reboot)", "-", "{NUL}", "{ESC}[31m", "{half}", "{100KB}", "schema", "policy.yaml",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_of_such_a_name_is_released(string name) =>
        Refused(folder => Assert.Throws<UserError>(() => BlueprintRelease.Run(folder, Sentence.Expand(name))));

    [Theory]
    [MemberData(nameof(Names))]
    public Task Nothing_of_such_a_name_is_locked(string name) => RefusedAsync(folder => Assert.ThrowsAsync<UserError>(
        () => BlueprintHashes.RunAsync(folder, Sentence.Expand(name), "no-such-uv", TestContext.Current.CancellationToken)));

    [Theory]
    [InlineData("--speed", "fast")]
    [InlineData("--speed", "NaN")]
    [InlineData("--speed", "-1")]
    [InlineData("--speed", "1e309")]
    [InlineData("--speed")]
    [InlineData("--sped", "60")]
    [InlineData("nonsense")]
    [InlineData("play")]
    [InlineData("play", "no-such.chat")]
    [InlineData("play", ".")]
    [InlineData("blueprint")]
    [InlineData("blueprint", "release")]
    [InlineData("blueprint", "release", "../x")]
    [InlineData("blueprint", "lock", "no-such")]
    public async Task Says_so_and_ends(params string[] words)
    {
        var ended = await Tool.RunAsync("dotnet", [Program, .. words], TestContext.Current.CancellationToken);

        Assert.Equal(1, ended.ExitCode);
        Assert.DoesNotContain("Exception", ended.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", ended.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Everything, StringComparison.Ordinal);
        Assert.InRange(ended.Everything.Length, 10, 2000);
    }

    private static void Refused(Func<string, UserError> run)
    {
        using var copy = new CopiedBlueprints();
        Sentence.IsClear(run(copy.Folder).Message);
        AssertSame(copy.Folder);
    }

    private static async Task RefusedAsync(Func<string, Task<UserError>> run)
    {
        using var copy = new CopiedBlueprints();
        Sentence.IsClear((await run(copy.Folder)).Message);
        AssertSame(copy.Folder);
    }

    private static void AssertSame(string folder) =>
        Assert.Equal(Files(Repository.Blueprints), Files(folder));

    private static IEnumerable<(string Path, string Text)> Files(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => (Path.GetRelativePath(folder, file), File.ReadAllText(file)));
}
