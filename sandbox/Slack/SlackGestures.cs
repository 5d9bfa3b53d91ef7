using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox.Slack;

/// <summary>What people do in Slack: each becomes a delivery, and what the program answers to it is shown to them.</summary>
internal sealed class SlackGestures(SlackStandIn standIn, SlackDoor door)
{
    /// <summary>What Slack says in a modal whose submission failed.</summary>
    private static readonly Dictionary<string, string> Trouble = new() { [""] = "We had some trouble connecting. Try again?" };

    private readonly SlackPayloads _payloads = new(standIn);
    private readonly SlackEvents _events = new(standIn.Workspace, standIn.Time);
    private SlackDelivery? _last;

    private SlackWorkspace Workspace => standIn.Workspace;

    /// <summary>A slash command where it begins with one; else a message, which mentions the bot where it is not only the bot's to read.</summary>
    /// <param name="channel">By its name; null for the direct messages with the bot.</param>
    /// <param name="threadTs">Of the message that it answers to; null for none.</param>
    /// <exception cref="UserError">They are not in it, or the bot is not.</exception>
    public SlackDelivery Say(SlackPerson person, string? channel, string text, string? threadTs = null)
    {
        var place = Place(person, channel);
        if (text == SandboxSlack.Command || text.StartsWith($"{SandboxSlack.Command} ", StringComparison.Ordinal))
            return Command(person, place, text[SandboxSlack.Command.Length..].Trim());
        if (!place.HasBot) throw new UserError($"The bot is not in #{place.Name}. There {SandboxSlack.Command} reaches it.");
        var message = new SlackMessage { Ts = Workspace.NextTs(), Channel = place, From = person, Text = Written(place, text), ThreadTs = threadTs };
        Workspace.Post(message);
        return Event(_events.Said(message, person));
    }

    /// <summary>What they have said says something else from now on.</summary>
    public SlackDelivery Edit(SlackPerson person, SlackMessage message, string text)
    {
        if (message.From != person) throw new UserError($"{person.Handle} can edit only what they have said.");
        var before = message.Json();
        Workspace.Edit(message, Written(message.Channel, text), blocks: null);
        return Event(_events.Edited(message, person, before));
    }

    /// <param name="value">Of the option that they choose; null where there is nothing to choose.</param>
    /// <exception cref="UserError">They see no such thing to press.</exception>
    public SlackDelivery Press(SlackPerson person, SlackMessage message, string actionId, string? value = null)
    {
        if (!message.IsSeenBy(person) || BlockState.Pressed(message.Blocks ?? [], actionId, value) is not { } action)
            throw new UserError($"{person.Handle} sees no \"{Echo.Of(actionId)}\" to press there.");
        return Interact(_payloads.Press(person, message, action), () => Fail(person, message.Channel, "The button did not work (dispatch_failed)."));
    }

    /// <summary>The same in their open modal or their Home tab.</summary>
    /// <inheritdoc cref="Press(SlackPerson, SlackMessage, string, string?)"/>
    public SlackDelivery Press(SlackView view, string actionId, string? value = null)
    {
        if (view.IsGone || BlockState.Pressed(view.Blocks, actionId, value) is not { } action)
            throw new UserError($"{view.Owner.Handle} sees no \"{Echo.Of(actionId)}\" to press there.");
        var request = _payloads.Press(view, action);
        return Interact(request, () => Fail(view.Owner, Workspace.Direct(view.Owner), "The button did not work (dispatch_failed)."));
    }

    /// <param name="values">By <c>block_id</c>; an option by its value or its text, several with commas between them.</param>
    /// <exception cref="UserError">They have no modal open, or it has no such field.</exception>
    public SlackDelivery Submit(SlackPerson person, IReadOnlyDictionary<string, string> values)
    {
        var view = Workspace.Modal(person) ?? throw new UserError($"{person.Handle} has no modal open.");
        var inputs = view.Blocks.OfType<JsonObject>().Where(block => (string?)block["type"] == "input");
        var fields = inputs.Select(block => (string?)block["block_id"] ?? "").ToList();
        foreach (var unknown in values.Keys.Where(name => !fields.Contains(name)))
            throw new UserError($"The modal has no field \"{Echo.Of(unknown)}\".{NearMiss.Hint(unknown, fields)}");
        var problems = BlockState.Problems(view.Blocks, values);
        Workspace.Refuse(view, problems);
        if (problems.Count > 0) return SlackDelivery.None;
        var request = _payloads.Submit(view, values);
        return Remember(isEvent: false, async (_, token) =>
        {
            var reply = await door.PostAsync(request, retry: 0, token);
            Show(view, reply);
            return reply?.IsOk == true;
        });
    }

    /// <summary>They close their modal without submitting it.</summary>
    public SlackDelivery Cancel(SlackPerson person)
    {
        if (Workspace.Modal(person) is not { } view) return SlackDelivery.None;
        Workspace.Close(view);
        return (bool?)view.Content["notify_on_close"] == true ? Interact(_payloads.Close(view), () => { }) : SlackDelivery.None;
    }

    public SlackDelivery OpenHome(SlackPerson person) => Event(_events.HomeOpened(person));

    /// <summary>Somebody brings the bot into a channel.</summary>
    public SlackDelivery Invite(SlackPerson by, SlackChannel channel)
    {
        channel.HasBot = true;
        return Event(_events.Joined(channel, person: null, by));
    }

    /// <summary>The last thing that was delivered comes once more, exactly as it was.</summary>
    /// <exception cref="UserError">Nothing was delivered yet.</exception>
    public SlackDelivery Redeliver() => _last?.Again() ?? throw new UserError("Nothing was delivered yet.");

    private SlackChannel Place(SlackPerson person, string? channel)
    {
        if (channel is null) return Workspace.Direct(person);
        if (Workspace.Channel(channel) is { } found && found.Members.Contains(person)) return found;
        throw new UserError($"{person.Handle} is not in #{channel}.");
    }

    private string Written(SlackChannel channel, string text) =>
        channel.IsDirect ? TypedText.Written(text, Workspace) : $"<@{SandboxSlack.BotId}> {TypedText.Written(text, Workspace)}";

    private SlackDelivery Command(SlackPerson person, SlackChannel channel, string text)
    {
        var request = _payloads.Command(person, channel, text);
        return Remember(isEvent: false, async (_, token) =>
        {
            var reply = await door.PostAsync(request, retry: 0, token);
            var problem = reply?.IsOk == true ? Answer(person, channel, reply.Body) : "dispatch_failed";
            if (problem is not null) Fail(person, channel, $"{SandboxSlack.Command} failed with the error \"{problem}\"");
            return reply?.IsOk == true;
        });
    }

    private SlackDelivery Event(SlackRequest request) =>
        Remember(isEvent: true, async (retry, token) => await door.PostAsync(request, retry, token) is { IsOk: true });

    private SlackDelivery Interact(SlackRequest request, Action fail) => Remember(isEvent: false, async (_, token) =>
    {
        if (await door.PostAsync(request, retry: 0, token) is { IsOk: true }) return true;
        fail();
        return false;
    });

    private SlackDelivery Remember(bool isEvent, Func<int, CancellationToken, Task<bool>> post) => _last = new SlackDelivery(post, isEvent);

    /// <summary>What is answered to a slash command is shown as a message.</summary>
    /// <returns>Null, or why Slack would not take it.</returns>
    private string? Answer(SlackPerson person, SlackChannel channel, string body)
    {
        if (body.Trim().Length == 0) return null;
        var said = Object(body) ?? new JsonObject { ["text"] = body };
        lock (Workspace.Lock) return HookEndpoint.Show(standIn, new SlackHook(person, channel, Message: null), said);
    }

    /// <summary>What is answered to a modal closes it, unless it says otherwise.</summary>
    private void Show(SlackView view, SlackReply? reply)
    {
        if (reply?.IsOk != true)
        {
            Workspace.Refuse(view, Trouble);
            return;
        }
        var said = Object(reply.Body) ?? [];
        switch ((string?)said["response_action"])
        {
            case "errors" when said["errors"] is JsonObject errors:
                Workspace.Refuse(view, errors.ToDictionary(error => error.Key, error => $"{error.Value}"));
                break;
            case "update" when said["view"] is JsonObject updated && standIn.ProblemsOf(updated).Count == 0:
                updated["blocks"] = BlockState.Named(updated["blocks"] as JsonArray ?? []);
                Workspace.Change(view, (JsonObject)updated.DeepClone());
                break;
            case null or "clear":
                Workspace.Close(view);
                break;
            default:
                Workspace.Refuse(view, Trouble);
                break;
        }
    }

    private void Fail(SlackPerson person, SlackChannel channel, string text) =>
        Workspace.Post(new SlackMessage { Ts = Workspace.NextTs(), Channel = channel, Text = text, OnlyFor = person, IsNotice = true });

    private static JsonObject? Object(string body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
