using ChatOps.Sandbox;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Scenarios;

/// <summary>The same in Microsoft Teams, and what happens only there (tests/scenarios/teams): over HTTP, both ways, in Adaptive Cards.</summary>
public sealed class TeamsScenarioTests(TeamsIssuer issuer)
{
    public static TheoryData<string> Files => [.. ScenarioTests.Files, .. OwnFiles];

    public static TheoryData<string> KilledFiles => [.. ScenarioTests.EverySecond(odd: false), .. OwnFiles.Select(file => file.Data)];

    /// <summary>Of which some lines mean nothing elsewhere.</summary>
    public static TheoryData<string> OwnFiles =>
    [
        .. Directory.GetFiles(Repository.At("tests", "scenarios", "teams"), "*.chat")
            .Select(file => Path.Combine("teams", Path.GetFileName(file)))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public Task Plays_the_same_in_Teams(string file) => PlayAsync(file, restartAlways: false);

    [Theory]
    [MemberData(nameof(KilledFiles))]
    public Task Plays_the_same_in_Teams_when_the_program_is_killed_after_every_line(string file) => PlayAsync(file, restartAlways: true);

    private async Task PlayAsync(string file, bool restartAlways) =>
        await ScenarioTests.PlayAsync(file, restartAlways, new Trial { Teams = new TeamsTrial(await issuer.StartedAsync()) { IsPlayed = true } });
}
