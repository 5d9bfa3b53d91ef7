namespace ChatOps.Bot.Channels.Teams;

/// <summary>A conversation that the bot is or was in.</summary>
internal sealed record TeamsPlace
{
    public required string ServiceUrl { get; init; }
    /// <summary>Set by whoever welcomes: one installation is told of twice.</summary>
    public bool IsWelcomed { get; init; }
    /// <summary>Set while nothing can be said there: until then it is not tried.</summary>
    public DateTimeOffset? QuietUntil { get; init; }
}
