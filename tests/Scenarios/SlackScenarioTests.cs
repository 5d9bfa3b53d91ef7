using ChatOps.Sandbox;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Scenarios;

/// <summary>The same in Slack, and what happens only there (tests/scenarios/slack): signed requests in, the Web API out, in Block Kit.</summary>
public sealed class SlackScenarioTests
{
    public static TheoryData<string> Files => [.. ScenarioTests.Files, .. OwnFiles];

    public static TheoryData<string> KilledFiles => [.. ScenarioTests.EverySecond(odd: true), .. OwnFiles.Select(file => file.Data)];

    /// <summary>Of which some lines mean nothing elsewhere.</summary>
    public static TheoryData<string> OwnFiles =>
    [
        .. Directory.GetFiles(Repository.At("tests", "scenarios", "slack"), "*.chat")
            .Select(file => Path.Combine("slack", Path.GetFileName(file)))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public Task Plays_the_same_in_Slack(string file) => PlayAsync(file, restartAlways: false);

    [Theory]
    [MemberData(nameof(KilledFiles))]
    public Task Plays_the_same_in_Slack_when_the_program_is_killed_after_every_line(string file) => PlayAsync(file, restartAlways: true);

    private static Task PlayAsync(string file, bool restartAlways) =>
        ScenarioTests.PlayAsync(file, restartAlways, new Trial { Slack = new SlackTrial { IsPlayed = true } });
}
