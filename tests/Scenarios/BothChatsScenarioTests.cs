using ChatOps.Sandbox;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Scenarios;

/// <summary>What begins in Teams and ends in Slack, or the other way round (tests/scenarios/both).</summary>
public sealed class BothChatsScenarioTests(TeamsIssuer issuer)
{
    public static TheoryData<string> Files =>
    [
        .. Directory.GetFiles(Repository.At("tests", "scenarios", "both"), "*.chat")
            .Select(file => Path.Combine("both", Path.GetFileName(file)))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public Task Plays_in_Teams_and_Slack(string file) => PlayAsync(file, restartAlways: false);

    [Theory]
    [MemberData(nameof(Files))]
    public Task Plays_in_Teams_and_Slack_when_the_program_is_killed_after_every_line(string file) => PlayAsync(file, restartAlways: true);

    private async Task PlayAsync(string file, bool restartAlways) => await ScenarioTests.PlayAsync(file, restartAlways, new Trial
    {
        Teams = new TeamsTrial(await issuer.StartedAsync()) { IsPlayed = true },
        Slack = new SlackTrial { IsPlayed = true },
    });
}
