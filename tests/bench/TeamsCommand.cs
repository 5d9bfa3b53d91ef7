using System.CommandLine;

namespace ChatOps.Bench;

/// <summary>
/// <c>teams</c>: activities answered in a second, from the request with its token to the answer and the card that was sent for it, loaded
/// by wrk beside it on the same cores.
/// </summary>
internal static class TeamsCommand
{
    public static Command Create() => new Load(seconds: 15).Command(
        "teams", "Activities of Microsoft Teams answered in a second.", "≥ 7,000", "≤ 10 ms",
        async cancellationToken => await TeamsBench.StartAsync(cancellationToken));
}
