using System.Text.Json;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>
/// What the Events API posts, as far as it is used. Anything may be missing: it comes from outside.
/// See https://docs.slack.dev/apis/events-api.
/// </summary>
internal sealed record EventEnvelope
{
    /// <summary>"event_callback", or "url_verification" when the address is set up.</summary>
    public string? Type { get; init; }
    public string? Challenge { get; init; }
    public string? TeamId { get; init; }
    /// <summary>The same however often it comes.</summary>
    public string? EventId { get; init; }
    public SlackEvent? Event { get; init; }
    /// <summary>As whom it is told to us: the bot.</summary>
    public IReadOnlyList<EventAuthorization?>? Authorizations { get; init; }
    /// <summary>Whether people of another organisation are in the channel.</summary>
    public bool IsExtSharedChannel { get; init; }

    public string? BotId => Authorizations is [{ } first, ..] ? first.UserId : null;

    /// <summary>Null for what is none.</summary>
    public static EventEnvelope? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, SlackJson.Default.EventEnvelope);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record EventAuthorization(string? UserId);

internal sealed record SlackEvent
{
    /// <summary>"app_mention", "message", "app_home_opened" or "member_joined_channel".</summary>
    public string? Type { get; init; }
    /// <summary>Of a message: none for what a person says; "message_changed" when it was edited.</summary>
    public string? Subtype { get; init; }
    public string? User { get; init; }
    /// <summary>Set for what a bot says.</summary>
    public string? BotId { get; init; }
    public string? Channel { get; init; }
    /// <summary>"im" for a chat of two.</summary>
    public string? ChannelType { get; init; }
    public string? Text { get; init; }
    public string? ThreadTs { get; init; }
    /// <summary>Set when it was edited.</summary>
    public JsonElement? Edited { get; init; }
    /// <summary>Of an app_home_opened: "home" or "messages".</summary>
    public string? Tab { get; init; }
    /// <summary>Of a message_changed: as it is now.</summary>
    public ChangedMessage? Message { get; init; }
    /// <summary>Of a message_changed: as it was.</summary>
    public ChangedMessage? PreviousMessage { get; init; }
}

internal sealed record ChangedMessage(string? User, string? BotId, string? Text, string? ThreadTs = null);
