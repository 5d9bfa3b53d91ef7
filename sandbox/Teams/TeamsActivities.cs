using System.Net;
using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Teams;

/// <summary>What the Bot Connector posts when people do something in Teams.</summary>
internal sealed class TeamsActivities(string serviceUrl, TimeProvider time)
{
    private const string BotName = "GPU ChatOps";

    public JsonObject Message(TeamsMessage message, TeamsPerson from, string text) => Written("message", message, from, text);

    /// <summary>The message says something else from now on.</summary>
    public JsonObject Edited(TeamsMessage message, TeamsPerson from, string text)
    {
        var activity = Written("messageUpdate", message, from, text);
        if (activity["channelData"] is JsonObject data) data["eventType"] = "editMessage";
        return activity;
    }

    /// <param name="trigger">"manual" for what is pressed, "automatic" for a view that the client asks for by itself.</param>
    public JsonObject Invoke(string id, TeamsMessage message, TeamsPerson from, JsonObject action, string trigger)
    {
        var activity = Activity("invoke", id, message.Conversation, message.Thread, from);
        (activity["name"], activity["replyToId"]) = ("adaptiveCard/action", message.Id);
        activity["value"] = new JsonObject { ["action"] = action, ["trigger"] = trigger };
        return activity;
    }

    /// <param name="action">"add" or "remove".</param>
    public JsonObject Installation(string id, TeamsConversation conversation, TeamsPerson by, string action)
    {
        var activity = Activity("installationUpdate", id, conversation, thread: null, by);
        activity["action"] = action;
        return activity;
    }

    /// <param name="list">"membersAdded" or "membersRemoved".</param>
    public JsonObject BotMoved(string id, TeamsConversation conversation, TeamsPerson by, string list)
    {
        var activity = Activity("conversationUpdate", id, conversation, thread: null, by);
        activity[list] = new JsonArray(new JsonObject { ["id"] = SandboxTeams.BotId });
        return activity;
    }

    /// <summary>In a channel only what mentions the bot reaches it.</summary>
    private JsonObject Written(string type, TeamsMessage message, TeamsPerson from, string text)
    {
        var activity = Activity(type, message.Id, message.Conversation, message.Thread, from);
        var html = WebUtility.HtmlEncode(text);
        if (message.Conversation.IsPersonal)
        {
            activity["text"] = html;
        }
        else
        {
            const string Mention = $"<at>{BotName}</at>";
            // The space after a mention is one that does not break, and a line ends with its end.
            activity["text"] = $"{Mention}&nbsp;{html}\n";
            activity["entities"] = new JsonArray(new JsonObject { ["type"] = "mention", ["text"] = Mention, ["mentioned"] = Bot() });
        }
        activity["textFormat"] = "plain";
        activity["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "text/html", ["content"] = $"<p>{html}</p>" });
        return activity;
    }

    private JsonObject Activity(string type, string id, TeamsConversation conversation, string? thread, TeamsPerson from) => new()
    {
        ["type"] = type,
        ["id"] = id,
        ["timestamp"] = $"{time.GetUtcNow():O}",
        ["channelId"] = "msteams",
        ["serviceUrl"] = serviceUrl,
        ["from"] = from.Account(),
        ["conversation"] = conversation.Account(thread),
        ["recipient"] = Bot(),
        ["channelData"] = conversation.ChannelData(),
        ["locale"] = "en-US",
    };

    private static JsonObject Bot() => new() { ["id"] = SandboxTeams.BotId, ["name"] = BotName };
}
