using Azure.Core.Pipeline;
using ChatOps.Core.State;
using ChatOps.Functions;
using ChatOps.Sandbox.Programs;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Sandbox;

/// <summary>
/// One run of the program, from its start to its end. It stands between the program and everything outside, so that a test can
/// end it at any call; the world then starts the program again.
/// </summary>
public interface ILife
{
    /// <summary>Cancelled when the program has ended: what it was doing, and whatever it had only in memory, is lost.</summary>
    CancellationToken Ended { get; }

    /// <summary>The program is handed something to do: a request, a nudge, a chore.</summary>
    void Begin(string work);

    HttpPipelineTransport Around(HttpPipelineTransport azure);

    Surroundings Around(Surroundings host);
}

/// <summary>What a test changes about a world.</summary>
public sealed record Trial
{
    /// <summary>Opens the tables that outlive the program; null for those in a file of the world's own.</summary>
    public Func<string, ITable>? Tables { get; init; }
    /// <summary>The published program to play instead of one in this process; null for none.</summary>
    internal FunctionsTrial? Functions { get; init; }
    /// <summary>Null for a world without Teams.</summary>
    public TeamsTrial? Teams { get; init; }
    /// <summary>Null for a world without Slack.</summary>
    public SlackTrial? Slack { get; init; }
    /// <summary>Where people speak in both: whether a line that does not say in which happens in Slack, not in Teams.</summary>
    public bool SlackIsFirst { get; init; }
    /// <summary>Whether machines have agents. Without them nothing is ever idle, and time passes more quickly.</summary>
    public bool IsMeasured { get; init; } = true;
    /// <summary>Asked at each start of the program in this process.</summary>
    public Func<ILife> NextLife { get; init; } = () => new LongLife();
    /// <summary>A request that was not answered is delivered again when all that is due has been done, not at once.</summary>
    public bool RedeliversLate { get; init; }
}

/// <summary>Microsoft Teams, by way of the program's public door.</summary>
/// <param name="Issuer">Who signs what is posted there. It is its giver's to dispose of.</param>
public sealed record TeamsTrial(TokenIssuer Issuer)
{
    /// <summary>Whether people speak in a Teams that the sandbox plays, and not in the terminal.</summary>
    public bool IsPlayed { get; init; }
}

/// <summary>Slack, by way of the program's public door, as a stand-in of the world's own plays it.</summary>
/// <param name="Port">Where the stand-in listens; 0 for anywhere.</param>
public sealed record SlackTrial(int Port = 0)
{
    /// <summary>Whether people speak there, and not in the terminal.</summary>
    public bool IsPlayed { get; init; }
}

/// <summary>A life that ends only with the process.</summary>
internal sealed class LongLife : ILife
{
    public CancellationToken Ended => CancellationToken.None;

    public void Begin(string work) { }

    public HttpPipelineTransport Around(HttpPipelineTransport azure) => azure;

    public Surroundings Around(Surroundings host) => host;
}
