using ChatOps.Sandbox;
using ChatOps.Sandbox.Play;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Scenarios;

/// <summary>The whole product, end to end, by what people say and see (tests/scenarios/*.chat).</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> Files =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "tests", "scenarios"), "*.chat")
            .Select(Path.GetFileName)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public Task Plays(string file) => PlayAsync(file, restartAlways: false);

    [Theory]
    [MemberData(nameof(Files))]
    public Task Plays_the_same_when_the_program_is_killed_after_every_line(string file) => PlayAsync(file, restartAlways: true);

    internal static async Task PlayAsync(string file, bool restartAlways, Trial? trial = null)
    {
        var (transcript, log) = (new List<string>(), new StringWriter());
        var path = Path.Combine(Repository.Root, "tests", "scenarios", file);
        var failure = await Scenario.PlayAsync(
            path,
            trial ?? new Trial(),
            Repository.Blueprints,
            transcript.Add,
            restartAlways,
            LineLogs.To(log, LogLevel.Trace),
            TestContext.Current.CancellationToken);
        Assert.True(failure is null, $"{failure}\n\nThe transcript:\n{string.Join('\n', transcript)}");
        Assert.DoesNotContain("Error:", log.ToString(), StringComparison.Ordinal);
        Assert.Null(Secrets.FindIn(log.ToString()));
        Assert.Null(Secrets.FindIn(string.Join('\n', transcript)));
    }
}
