using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack.Page;

/// <summary>All that one person sees of Slack, as the page draws it.</summary>
internal static class PageState
{
    public static JsonObject Of(SlackPerson person, SlackWorkspace workspace)
    {
        lock (workspace.Lock)
        {
            return new JsonObject
            {
                ["workspace"] = SandboxSlack.Domain,
                ["bot"] = new JsonObject { ["id"] = SandboxSlack.BotId, ["name"] = SandboxSlack.BotName },
                ["me"] = person.Handle,
                ["people"] = new JsonArray([.. workspace.People.Select(other => new JsonObject { ["id"] = other.Id, ["name"] = other.Handle })]),
                ["channels"] = new JsonArray([.. workspace.Channels.Where(channel => channel.Members.Contains(person)).Select(channel => Of(channel, person))]),
                ["home"] = workspace.Home(person) is { } home ? Of(home) : null,
                ["modal"] = workspace.Modal(person) is { } modal ? Of(modal) : null,
            };
        }
    }

    private static JsonObject Of(SlackChannel channel, SlackPerson person) => new()
    {
        ["id"] = channel.Id,
        ["name"] = channel.IsDirect ? null : channel.Name,
        ["hasBot"] = channel.HasBot,
        ["messages"] = new JsonArray([.. channel.Messages.Where(message => message.IsSeenBy(person)).Select(Of)]),
    };

    private static JsonObject Of(SlackMessage message) => new()
    {
        ["ts"] = message.Ts,
        ["from"] = message.IsNotice ? "Slackbot" : message.From?.Handle ?? SandboxSlack.BotName,
        ["isApp"] = message.From is null && !message.IsNotice,
        ["text"] = message.Text,
        ["blocks"] = message.Blocks?.DeepClone(),
        ["isReply"] = message.ThreadTs is { } thread && thread != message.Ts,
        ["isEdited"] = message.From is not null && message.EditedTs is not null,
        ["isEphemeral"] = message.OnlyFor is not null,
    };

    private static JsonObject Of(SlackView view) => new()
    {
        ["id"] = view.Id,
        ["hash"] = view.Hash,
        ["content"] = view.Content.DeepClone(),
        ["errors"] = new JsonObject(view.Errors.Select(error => KeyValuePair.Create(error.Key, (JsonNode?)error.Value))),
    };
}
