using System.CommandLine;

namespace ChatOps.Bench;

/// <summary>
/// <c>slack</c>: slash commands answered in a second, from the signed request to the card in its response, loaded by wrk beside it on the
/// same cores.
/// </summary>
internal static class SlackCommand
{
    /// <summary>@slack/bolt 5.1 acknowledged 6,300 with a handler that does nothing, on such a machine; half as many again is the goal.</summary>
    public static Command Create() => new Load(seconds: 10).Command(
        "slack", "Slash commands of Slack answered in a second.", "≥ 9,450", "≤ 6 ms",
        async cancellationToken => await SlackBench.StartAsync(cancellationToken));
}
