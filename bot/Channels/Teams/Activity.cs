using System.Text.Json;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>
/// What the Bot Connector posts, as far as it is used here. Anything may be missing: it comes from outside.
/// See botframework-activity.md in microsoft/botframework-sdk.
/// </summary>
internal sealed record Activity
{
    public string? Type { get; init; }
    public string? Id { get; init; }
    public string? ServiceUrl { get; init; }
    public string? ChannelId { get; init; }
    public Account? From { get; init; }
    public Account? Recipient { get; init; }
    public ActivityConversation? Conversation { get; init; }
    public string? Text { get; init; }
    public IReadOnlyList<ActivityEntity?>? Entities { get; init; }
    /// <summary>Of the bot's message, where a button of it was pressed.</summary>
    public string? ReplyToId { get; init; }
    /// <summary>Which invoke it is, "adaptiveCard/action".</summary>
    public string? Name { get; init; }
    /// <summary>Of an installationUpdate: "add", "add-upgrade", "remove" or "remove-upgrade".</summary>
    public string? Action { get; init; }
    /// <summary>Of an invoke, or what an Action.Submit sends.</summary>
    public JsonElement? Value { get; init; }
    public IReadOnlyList<Account?>? MembersAdded { get; init; }
    public IReadOnlyList<Account?>? MembersRemoved { get; init; }
    public ActivityChannelData? ChannelData { get; init; }
}

/// <param name="Id">"29:…" a person, "28:…" a bot. It means something to this bot only.</param>
/// <param name="AadObjectId">The person in Entra.</param>
internal sealed record Account(string? Id, string? AadObjectId = null);

/// <param name="Id">"19:…@thread.tacv2;messageid=…" in a channel's thread.</param>
/// <param name="ConversationType">"personal", "groupChat" or "channel".</param>
internal sealed record ActivityConversation(string? Id, string? ConversationType = null, string? TenantId = null);

/// <param name="Type">"mention", among others.</param>
/// <param name="Text">Of a mention: what stands for it in the activity's text.</param>
internal sealed record ActivityEntity(string? Type, string? Text = null, Account? Mentioned = null);

/// <param name="EventType">Of a messageUpdate: "editMessage", "undeleteMessage".</param>
internal sealed record ActivityChannelData(TenantInfo? Tenant, string? EventType = null);

internal sealed record TenantInfo(string? Id);
