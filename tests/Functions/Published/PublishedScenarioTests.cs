using ChatOps.Sandbox;
using ChatOps.Sandbox.Hosting;
using ChatOps.Sandbox.Programs;
using ChatOps.Tests.Scenarios;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions.Published;

/// <summary>
/// Scenarios, by what a person sees, on the published program: requests by HTTP, nudges by queues, state in tables, with Entra's tokens,
/// over TLS. Two instances work at the same time, each with a host that encodes messages in its own way.
/// </summary>
public sealed class PublishedScenarioTests(PublishedProgram program, TeamsIssuer issuer)
{
    /// <summary>What others of a kind do that is here plays elsewhere only: each takes many seconds here.</summary>
    internal static readonly string[] Elsewhere =
    [
        "a10-driver.chat", "approve-for-less.chat", "audit.chat", "azure-refuses.chat", "azure-trouble.chat", "budget.chat", "done.chat",
        "failed-check.chat", "failed-software.chat", "help.chat", "history.chat", "keep-on-failure.chat", "lease-end.chat",
        "leftovers.chat", "no-capacity.chat", "nobody-decides.chat", "off-hours.chat", "policy-while-waiting.chat", "prices.chat",
        "resize.chat", "savings.chat", "spot.chat", "stop-start.chat", "terminate.chat", "unknown-words.chat",
    ];

    /// <summary>Hours and days, in nearly all of which nothing happens, and to which it makes no difference where things are kept.</summary>
    private static readonly string[] Long =
    [
        "actuals.chat", "alerts.chat", "cost.chat", "digest.chat", "dry-run.chat", "idle.chat", "in-use.chat", "metrics-missing.chat",
        "monthly-alerts.chat", "smaller-and-stopped.chat", "snapshot.chat", "stopped-too-long.chat", "two-reapers.chat", "utilization.chat",
    ];

    /// <summary>What happens in one chat only, and is the same for one instance and for two; or so like what the other chat plays on two.</summary>
    private static readonly string[] Alike =
    [
        "slack/edited.chat", "slack/elsewhere.chat", "slack/old-blocks.chat", "slack/outsiders.chat", "slack/personal.chat", "slack/private.chat",
        "slack/removed.chat", "slack/throttled.chat", "teams/channel.chat", "teams/edited.chat", "teams/outsiders.chat", "teams/personal.chat",
        "teams/private.chat", "teams/removed.chat",
    ];

    public static TheoryData<string> TeamsFiles => [.. TeamsScenarioTests.OwnFiles.Select(file => file.Data).Except(Alike)];

    public static TheoryData<string> SlackFiles => [.. SlackScenarioTests.OwnFiles.Select(file => file.Data).Except(Alike)];

    public static TheoryData<string> Files => [.. ScenarioTests.Files.Select(file => file.Data).Except(Elsewhere).Except(Long)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Plays_the_same_on_two_instances_of_the_published_program(string file)
    {
        await ScenarioTests.PlayAsync(file, restartAlways: false, new Trial { Functions = await TwoInstancesAsync() });
    }

    [Theory]
    [InlineData("launch.chat")]
    [InlineData("form.chat")]
    [MemberData(nameof(TeamsFiles))]
    public async Task Plays_the_same_in_Teams_on_two_instances(string file)
    {
        var teams = new TeamsTrial(await issuer.StartedAsync()) { IsPlayed = true };
        await ScenarioTests.PlayAsync(file, restartAlways: false, new Trial { Functions = await TwoInstancesAsync(), Teams = teams });
    }

    [Theory]
    [InlineData("launch.chat")]
    [MemberData(nameof(SlackFiles))]
    public async Task Plays_the_same_in_Slack_on_two_instances(string file) => await ScenarioTests.PlayAsync(
        file, restartAlways: false, new Trial { Functions = await TwoInstancesAsync(), Slack = new SlackTrial { IsPlayed = true } });

    private async Task<FunctionsTrial> TwoInstancesAsync() =>
        new(await program.DeploymentAsync()) { Instances = [PayloadReading.AsTheHostWrites, PayloadReading.AsDocumented] };
}
