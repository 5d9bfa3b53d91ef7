namespace ChatOps.Bot.Channels.Slack;

/// <summary>A request of Slack's, without its body.</summary>
/// <param name="Timestamp">X-Slack-Request-Timestamp, in seconds since 1970; null for none.</param>
/// <param name="Signature">X-Slack-Signature; null for none.</param>
/// <param name="Retry">X-Slack-Retry-Num, where an event comes again; null for the first time.</param>
public sealed record SlackRequest(SlackDoor Door, string? Timestamp, string? Signature, string? Retry = null);

/// <summary>What a request is about; each comes to an address of its own.</summary>
public enum SlackDoor
{
    /// <summary>A slash command: https://docs.slack.dev/interactivity/implementing-slash-commands.</summary>
    Commands,
    /// <summary>A pressed button or a sent form: https://docs.slack.dev/interactivity/handling-user-interaction.</summary>
    Interactivity,
    /// <summary>Something that happened: https://docs.slack.dev/apis/events-api.</summary>
    Events,
}
