namespace ChatOps.Bot.Channels;

/// <summary>Where a card is shown in a conversation, so that it is edited and not shown again.</summary>
internal sealed record SentCard
{
    /// <summary>The chat's own id, with the thread: known before the card is posted where it was asked for in one.</summary>
    public required string Conversation { get; init; }
    /// <summary>The message; null until it is posted.</summary>
    public string? Activity { get; init; }
    /// <summary>Of what it shows; null when that is not known.</summary>
    public string? Digest { get; init; }
    /// <summary>Since when somebody is posting it; null for nobody.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }
}
