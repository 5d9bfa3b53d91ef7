using System.Net;
using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack;

/// <summary>What Slack posts when people use a slash command, press something or submit a modal.</summary>
internal sealed class SlackPayloads(SlackStandIn standIn)
{
    /// <summary>Slack still sends it; who checks signatures does not look at it.</summary>
    public const string VerificationToken = "sandbox-verification";

    /// <param name="text">After the command, as it was typed.</param>
    public SlackRequest Command(SlackPerson person, SlackChannel channel, string text) => Form("commands", new Dictionary<string, string>
    {
        ["token"] = VerificationToken,
        ["team_id"] = person.TeamId,
        ["team_domain"] = Domain(person),
        ["channel_id"] = channel.Id,
        ["channel_name"] = channel.Name,
        ["user_id"] = person.Id,
        ["user_name"] = person.Handle,
        ["command"] = SandboxSlack.Command,
        ["text"] = TypedText.Escape(text),
        ["api_app_id"] = SandboxSlack.AppId,
        ["is_enterprise_install"] = "false",
        ["response_url"] = $"{standIn.NewHook(new SlackHook(person, channel, Message: null))}",
        ["trigger_id"] = standIn.Triggers.New(person),
    });

    /// <param name="action">As <see cref="BlockState.Pressed"/> makes it of the message's blocks.</param>
    public SlackRequest Press(SlackPerson person, SlackMessage message, JsonObject action)
    {
        var (channel, isEphemeral) = (message.Channel, message.OnlyFor is not null);
        var payload = Interaction("block_actions", person);
        payload["container"] = new JsonObject
        {
            ["type"] = "message",
            ["message_ts"] = message.Ts,
            ["channel_id"] = channel.Id,
            ["is_ephemeral"] = isEphemeral,
        };
        if (message.ThreadTs is { } thread && payload["container"] is JsonObject container) container["thread_ts"] = thread;
        payload["channel"] = new JsonObject { ["id"] = channel.Id, ["name"] = channel.Name };
        // What only one person sees is kept nowhere.
        if (!isEphemeral) payload["message"] = message.Json();
        payload["state"] = new JsonObject { ["values"] = BlockState.Values(message.Blocks ?? [], new Dictionary<string, string>()) };
        payload["response_url"] = $"{standIn.NewHook(new SlackHook(person, channel, message))}";
        return Acted(payload, action);
    }

    /// <summary>The same in a modal or a Home tab.</summary>
    public SlackRequest Press(SlackView view, JsonObject action)
    {
        var payload = Interaction("block_actions", view.Owner);
        payload["container"] = new JsonObject { ["type"] = "view", ["view_id"] = view.Id };
        payload["view"] = view.Json();
        return Acted(payload, action);
    }

    /// <param name="values">By <c>block_id</c>.</param>
    public SlackRequest Submit(SlackView view, IReadOnlyDictionary<string, string> values)
    {
        var payload = Interaction("view_submission", view.Owner);
        (payload["view"], payload["response_urls"]) = (view.Json(values), new JsonArray());
        return Interactivity(payload);
    }

    /// <summary>For a modal that asked to hear of it.</summary>
    public SlackRequest Close(SlackView view)
    {
        var payload = Interaction("view_closed", view.Owner);
        (payload["view"], payload["is_cleared"]) = (view.Json(), false);
        return Interactivity(payload);
    }

    private JsonObject Interaction(string type, SlackPerson person) => new()
    {
        ["type"] = type,
        ["token"] = VerificationToken,
        ["api_app_id"] = SandboxSlack.AppId,
        ["team"] = new JsonObject { ["id"] = SandboxSlack.WorkspaceId, ["domain"] = SandboxSlack.Domain },
        ["user"] = new JsonObject { ["id"] = person.Id, ["username"] = person.Handle, ["name"] = person.Handle, ["team_id"] = person.TeamId },
        ["is_enterprise_install"] = false,
        ["enterprise"] = null,
        ["trigger_id"] = standIn.Triggers.New(person),
    };

    private SlackRequest Acted(JsonObject payload, JsonObject action)
    {
        action["action_ts"] = standIn.Workspace.NextTs();
        payload["actions"] = new JsonArray(action);
        return Interactivity(payload);
    }

    private static SlackRequest Interactivity(JsonObject payload) =>
        Form("interactivity", new Dictionary<string, string> { ["payload"] = payload.ToJsonString() });

    private static SlackRequest Form(string path, Dictionary<string, string> fields) => new(
        path, SlackRequest.Form, string.Join('&', fields.Select(field => $"{field.Key}={WebUtility.UrlEncode(field.Value)}")));

    private static string Domain(SlackPerson person) => person.IsStranger ? "elsewhere" : SandboxSlack.Domain;
}
