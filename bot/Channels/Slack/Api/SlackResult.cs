using System.Text.Json;

namespace ChatOps.Bot.Channels.Slack.Api;

/// <summary>What a method of the Web API answers, as far as it is used: https://docs.slack.dev/apis/web-api.</summary>
internal sealed record SlackResult
{
    public bool Ok { get; init; }
    /// <summary>A code, where it is not.</summary>
    public string? Error { get; init; }
    /// <summary>Of a message.</summary>
    public string? Ts { get; init; }
    public SlackUser? User { get; init; }
    /// <summary>A conversation; of a message only its id.</summary>
    public JsonElement? Channel { get; init; }

    /// <exception cref="JsonException">It is none.</exception>
    public SlackConversation? Conversation =>
        Channel is { ValueKind: JsonValueKind.Object } channel ? channel.Deserialize(SlackJson.Default.SlackConversation) : null;
}

/// <summary>Somebody in the workspace's directory: https://docs.slack.dev/reference/objects/user-object.</summary>
internal sealed record SlackUser
{
    public string? Id { get; init; }
    public string? TeamId { get; init; }
    public bool Deleted { get; init; }
    public bool IsBot { get; init; }
    public bool IsWorkflowBot { get; init; }
    public bool IsAppUser { get; init; }
    /// <summary>A guest of several channels.</summary>
    public bool IsRestricted { get; init; }
    /// <summary>A guest of one channel.</summary>
    public bool IsUltraRestricted { get; init; }
    /// <summary>Of another organisation, who shares a channel.</summary>
    public bool IsStranger { get; init; }
    public bool IsEmailConfirmed { get; init; }
    public SlackProfile? Profile { get; init; }
    public EnterpriseUser? EnterpriseUser { get; init; }
}

internal sealed record SlackProfile(string? Email);

/// <param name="Teams">The workspaces of a grid that they are in.</param>
internal sealed record EnterpriseUser(IReadOnlyList<string>? Teams);

/// <summary>https://docs.slack.dev/reference/objects/conversation-object</summary>
/// <param name="IsMember">Whether the bot is in it.</param>
/// <param name="IsExtShared">Whether people of another organisation are in it.</param>
internal sealed record SlackConversation(string? Id, bool IsMember = false, bool IsExtShared = false);
