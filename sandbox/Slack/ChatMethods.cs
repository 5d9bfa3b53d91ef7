using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack;

/// <summary>The bot's messages: posted, edited, shown to one person.</summary>
internal static class ChatMethods
{
    public static void Map(SlackRoutes routes)
    {
        routes.Write("chat.postMessage", Post);
        routes.Write("chat.postEphemeral", PostEphemeral);
        routes.Write("chat.update", Update);
    }

    private static JsonObject Post(SlackCall call)
    {
        var channel = call.Channel();
        var (text, blocks) = call.Content();
        var thread = Thread(call, channel);
        call.StandIn.Pace(channel);
        var message = Message(call, channel, text, blocks, thread, onlyFor: null);
        call.Workspace.Post(message);
        return new JsonObject { ["ok"] = true, ["channel"] = channel.Id, ["ts"] = message.Ts, ["message"] = message.Json() };
    }

    private static JsonObject PostEphemeral(SlackCall call)
    {
        var channel = call.Workspace.ChannelOf(call.Required("channel")) ?? throw new SlackError("channel_not_found");
        if (!channel.HasBot) throw new SlackError("not_in_channel");
        var person = call.Person("user", "user_not_in_channel");
        if (!channel.Members.Contains(person)) throw new SlackError("user_not_in_channel");
        var (text, blocks) = call.Content();
        var message = Message(call, channel, text, blocks, Thread(call, channel), person);
        call.Workspace.Post(message);
        return new JsonObject { ["ok"] = true, ["message_ts"] = message.Ts };
    }

    /// <summary>What only one person sees is changed by way of its <c>response_url</c>.</summary>
    private static JsonObject Update(SlackCall call)
    {
        var (channel, ts) = (call.Channel(), call.Required("ts"));
        var message = channel.Messages.Find(message => message.Ts == ts && message.OnlyFor is null) ?? throw new SlackError("message_not_found");
        if (message.From is not null) throw new SlackError("cant_update_message");
        var (text, blocks) = call.Content();
        // What is not given stays.
        call.Workspace.Edit(message, text, blocks is null ? message.Blocks : blocks.Count == 0 ? null : blocks);
        return new JsonObject { ["ok"] = true, ["channel"] = channel.Id, ["ts"] = ts, ["text"] = text, ["message"] = message.Json() };
    }

    /// <summary>A thread is named by the message that it began with, not by a reply.</summary>
    private static string? Thread(SlackCall call, SlackChannel channel) => call.Text("thread_ts") is not { } ts ? null
        : channel.Messages.Exists(message => message.Ts == ts && message.OnlyFor is null && (message.ThreadTs ?? ts) == ts) ? ts
        : throw new SlackError("cannot_reply_to_message");

    private static SlackMessage Message(SlackCall call, SlackChannel channel, string text, JsonArray? blocks, string? thread, SlackPerson? onlyFor) => new()
    {
        Ts = call.Workspace.NextTs(),
        Channel = channel,
        Text = text,
        Blocks = blocks is { Count: > 0 } ? blocks : null,
        ThreadTs = thread,
        OnlyFor = onlyFor,
    };
}
