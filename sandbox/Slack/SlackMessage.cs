using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack;

/// <summary>Something that was said in Slack.</summary>
internal sealed class SlackMessage
{
    /// <summary>"1503435956.000247": when it was said, and what it is called.</summary>
    public required string Ts { get; init; }
    public required SlackChannel Channel { get; init; }
    /// <summary>Null for the bot's.</summary>
    public SlackPerson? From { get; init; }
    /// <summary>As Slack keeps it, with its marks and escapes.</summary>
    public required string Text { get; set; }
    /// <summary>Null for none.</summary>
    public JsonArray? Blocks { get; set; }
    /// <summary>The message that its thread began with; null for one that is in none.</summary>
    public string? ThreadTs { get; init; }
    /// <summary>When it was edited; null for never.</summary>
    public string? EditedTs { get; set; }
    /// <summary>The one person who sees it; null for everybody in the channel.</summary>
    public SlackPerson? OnlyFor { get; init; }
    /// <summary>Slack itself says it, not the bot: that something failed.</summary>
    public bool IsNotice { get; init; }
    /// <summary>Nobody sees it any more.</summary>
    public bool IsGone { get; set; }

    public bool IsSeenBy(SlackPerson person) => !IsGone && (OnlyFor is { } only ? only == person : Channel.Members.Contains(person));

    /// <summary>As payloads and answers hold it.</summary>
    public JsonObject Json()
    {
        var json = new JsonObject { ["type"] = "message", ["user"] = From?.Id ?? SandboxSlack.BotId, ["ts"] = Ts, ["text"] = Text };
        json["team"] = From?.TeamId ?? SandboxSlack.WorkspaceId;
        if (From is null) (json["bot_id"], json["app_id"]) = (SandboxSlack.BotProfileId, SandboxSlack.AppId);
        if (Blocks is not null) json["blocks"] = Blocks.DeepClone();
        if (ThreadTs is not null) json["thread_ts"] = ThreadTs;
        if (EditedTs is not null) json["edited"] = new JsonObject { ["user"] = From?.Id ?? SandboxSlack.BotId, ["ts"] = EditedTs };
        return json;
    }
}
