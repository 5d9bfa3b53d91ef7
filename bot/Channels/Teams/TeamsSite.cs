namespace ChatOps.Bot.Channels.Teams;

/// <summary>The bot's registration in Microsoft Teams, and the ways to and from it.</summary>
public sealed record TeamsSite
{
    /// <summary>The client id of the bot's app registration: tokens are for it.</summary>
    public required string AppId { get; init; }
    /// <summary>The Entra tenant whose people are served; anybody else is nobody.</summary>
    public required string TenantId { get; init; }
    /// <summary>Where the Bot Connector publishes the keys that it signs with.</summary>
    public required Uri OpenIdMetadata { get; init; }
    /// <summary>The bot's own token for the connector. Asked at each call; whoever gives it keeps it while it lasts.</summary>
    public required Func<CancellationToken, ValueTask<string>> Token { get; init; }
    /// <summary>What requests to the connector and for its keys go through. It follows no redirect, and is its giver's to dispose of.</summary>
    public required HttpMessageHandler Http { get; init; }
    /// <summary>Whether a connector on this machine is one, as the sandbox's is; else only Microsoft's own are.</summary>
    public bool TrustsLoopback { get; init; }
    /// <summary>What is waited by, between tries and for a conversation's turn; the sandbox's clock stands still.</summary>
    public TimeProvider Waiting { get; init; } = TimeProvider.System;
    /// <summary>What the time is measured by that a press may take: the connector's own, however fast another clock goes.</summary>
    public TimeProvider Answering { get; init; } = TimeProvider.System;
}
