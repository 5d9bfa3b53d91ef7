using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack;

/// <summary>What Slack posts of what happens in the workspace.</summary>
internal sealed class SlackEvents(SlackWorkspace workspace, TimeProvider time)
{
    /// <summary>How Slack looks whether there is anybody, when somebody writes the address into the app's settings.</summary>
    public static SlackRequest Verification(string challenge) => Post(new JsonObject
    {
        ["token"] = SlackPayloads.VerificationToken,
        ["challenge"] = challenge,
        ["type"] = "url_verification",
    });

    /// <summary>A direct message, or one in a channel that mentions the bot.</summary>
    public SlackRequest Said(SlackMessage message, SlackPerson from)
    {
        var said = Written(message, from);
        said["type"] = message.Channel.IsDirect ? "message" : "app_mention";
        (said["channel"], said["event_ts"], said["client_msg_id"]) = (message.Channel.Id, message.Ts, $"{Guid.NewGuid()}");
        if (message.Channel.IsDirect) said["channel_type"] = "im";
        return Post(said, from);
    }

    /// <summary>The message says something else from now on.</summary>
    /// <param name="before">As it was.</param>
    public SlackRequest Edited(SlackMessage message, SlackPerson from, JsonObject before) => Post(new JsonObject
    {
        ["type"] = "message",
        ["subtype"] = "message_changed",
        ["hidden"] = true,
        ["message"] = Written(message, from),
        ["previous_message"] = before,
        ["channel"] = message.Channel.Id,
        ["channel_type"] = message.Channel.IsDirect ? "im" : "channel",
        ["ts"] = message.EditedTs,
        ["event_ts"] = message.EditedTs,
    }, from);

    public SlackRequest HomeOpened(SlackPerson person)
    {
        var opened = new JsonObject { ["type"] = "app_home_opened", ["user"] = person.Id, ["channel"] = workspace.Direct(person).Id, ["tab"] = "home" };
        opened["event_ts"] = workspace.NextTs();
        if (workspace.Home(person) is { } home) opened["view"] = home.Json();
        return Post(opened, person);
    }

    /// <summary>Somebody is in the channel from now on; null for the bot.</summary>
    public SlackRequest Joined(SlackChannel channel, SlackPerson? person, SlackPerson inviter) => Post(new JsonObject
    {
        ["type"] = "member_joined_channel",
        ["user"] = person?.Id ?? SandboxSlack.BotId,
        ["channel"] = channel.Id,
        ["channel_type"] = "C",
        ["team"] = SandboxSlack.WorkspaceId,
        ["inviter"] = inviter.Id,
        ["event_ts"] = workspace.NextTs(),
    }, inviter);

    private static JsonObject Written(SlackMessage message, SlackPerson from)
    {
        var written = new JsonObject { ["type"] = "message", ["user"] = from.Id, ["text"] = message.Text, ["ts"] = message.Ts, ["team"] = from.TeamId };
        if (message.ThreadTs is { } thread) written["thread_ts"] = thread;
        if (message.EditedTs is { } edited) written["edited"] = new JsonObject { ["user"] = from.Id, ["ts"] = edited };
        return written;
    }

    private SlackRequest Post(JsonObject happened, SlackPerson by)
    {
        var id = workspace.NextId("Ev");
        if (by.IsStranger) (happened["user_team"], happened["source_team"]) = (by.TeamId, by.TeamId);
        return Post(new JsonObject
        {
            ["token"] = SlackPayloads.VerificationToken,
            ["team_id"] = SandboxSlack.WorkspaceId,
            ["api_app_id"] = SandboxSlack.AppId,
            ["event"] = happened,
            ["type"] = "event_callback",
            ["event_id"] = id,
            ["event_time"] = time.GetUtcNow().ToUnixTimeSeconds(),
            ["authorizations"] = new JsonArray(new JsonObject
            {
                ["enterprise_id"] = null,
                ["team_id"] = SandboxSlack.WorkspaceId,
                ["user_id"] = SandboxSlack.BotId,
                ["is_bot"] = true,
                ["is_enterprise_install"] = false,
            }),
            ["is_ext_shared_channel"] = by.IsStranger,
            ["event_context"] = $"4-{id}",
        });
    }

    private static SlackRequest Post(JsonObject body) => new("events", SlackRequest.Json, body.ToJsonString());
}
