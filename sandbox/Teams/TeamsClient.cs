using System.Text.Json.Nodes;
using ChatOps.Bot.Channels.Teams;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Chat;

namespace ChatOps.Sandbox.Teams;

/// <summary>Teams as people use it, with the Bot Connector behind it: what they do is posted to the bot, and what it answers is shown to them.</summary>
internal sealed class TeamsClient : IChatClient
{
    /// <summary>The connector gives up at some time; here that is a bug.</summary>
    private const int MostTries = 10;

    private readonly SandboxChat _chat;
    private readonly BotDoor _door;
    private readonly TeamsActivities _activities;
    private Delivery? _last;

    private TeamsClient(SandboxChat chat, ConnectorStandIn connector, BotDoor door, TeamsActivities activities) =>
        (_chat, Connector, _door, _activities) = (chat, connector, door, activities);

    public string Chat => TeamsChat.ChannelName;

    public ConnectorStandIn Connector { get; }

    private TeamsTenant Tenant => Connector.Tenant;

    /// <summary>The bot is installed for everybody whom the policy knows, and in their channels; nobody has added it to the group chat yet.</summary>
    /// <param name="doors">Of each instance of the program.</param>
    public static async Task<TeamsClient> StartAsync(
        SandboxChat chat, Policy policy, IReadOnlyList<Uri> doors, TokenIssuer issuer, TimeProvider time, CancellationToken cancellationToken)
    {
        var connector = await ConnectorStandIn.StartAsync(new TeamsTenant(policy, time), chat, cancellationToken);
        var service = $"{connector.ServiceUrl}";
        var client = new TeamsClient(chat, connector, new BotDoor(doors, issuer, service, time), new TeamsActivities(service, time));
        try
        {
            foreach (var conversation in client.Tenant.Conversations.Where(c => !c.IsGroupChat && policy.Find(c.Members[0].Email) is not null))
                await TryAsync(client.Install(conversation), cancellationToken);
            client._last = null;
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    public Person? Outsider(string handle) => Tenant.Person(handle) is { } person ? new Person(person.Email, IsAdmin: false, []) : null;

    public Delivery Say(Person person, string? channel, string text)
    {
        var (from, conversation) = (Of(person), Place(person, channel));
        var id = Tenant.NextId();
        var message = new TeamsMessage { Id = id, Conversation = conversation, Thread = conversation.IsChannel ? id : null, From = from };
        lock (Connector.Lock) conversation.Messages.Add(message);
        return Post(_activities.Message(message, from, text));
    }

    /// <summary>The last thing that the person said is edited.</summary>
    /// <exception cref="UserError">They have said nothing.</exception>
    public Delivery Edit(Person person, string text)
    {
        var from = Of(person);
        var message = Tenant.Conversations.SelectMany(c => c.Messages).Where(m => m.From == from).MaxBy(m => m.Id, StringComparer.Ordinal)
            ?? throw new UserError($"{person.Handle} has said nothing that could be edited.");
        return Post(_activities.Edited(message, from, text));
    }

    public async Task<Delivery> PressAsync(Person person, string label, string? machine, CancellationToken cancellationToken)
    {
        await RefreshAsync(Of(person), cancellationToken);
        var (shown, button) = _chat.FindButton(Chat, person, label, machine);
        return Press(person, shown, button.Label, new Dictionary<string, string>());
    }

    public Delivery Submit(Person person, IReadOnlyDictionary<string, string> values)
    {
        var (shown, form) = _chat.FindForm(Chat, person);
        foreach (var unknown in values.Keys.Where(name => form.Fields.All(field => field.Name != name)))
            throw new UserError($"The form has no field \"{Echo.Of(unknown)}\".{NearMiss.Hint(unknown, form.Fields.Select(field => field.Name))}");
        return Press(person, shown, form.Submit, values);
    }

    /// <summary>The connector heard no answer to the last activity, though there was one.</summary>
    /// <exception cref="UserError">Nothing was posted yet.</exception>
    public Delivery Redeliver() => _last ?? throw new UserError("Nothing was posted yet.");

    public Delivery Install(TeamsConversation conversation)
    {
        conversation.Bot = BotPresence.Here;
        return Move(conversation, "add", "membersAdded");
    }

    public Delivery Uninstall(TeamsConversation conversation)
    {
        conversation.Bot = BotPresence.Removed;
        return Move(conversation, "remove", "membersRemoved");
    }

    /// <summary>A person's personal chat, or a channel or group chat that they are in.</summary>
    /// <exception cref="UserError">They are not in it, or the bot is not.</exception>
    public TeamsConversation Place(Person person, string? channel)
    {
        var from = Of(person);
        if (channel is null)
        {
            var personal = Tenant.Personal(from);
            // Whoever finds the bot by its name and writes to it has it.
            if (personal.Bot == BotPresence.NotYet) personal.Bot = BotPresence.Here;
            return personal.Bot == BotPresence.Here ? personal : throw new UserError($"{person.Handle} has removed the bot.");
        }
        if (Tenant.Channel(channel) is not { } found || !found.Members.Contains(from))
            throw new UserError($"{person.Handle} is not in #{channel}.");
        return found.Bot == BotPresence.Here ? found : throw new UserError($"The bot is not in #{channel}.");
    }

    public async ValueTask DisposeAsync()
    {
        _door.Dispose();
        await Connector.DisposeAsync();
    }

    private TeamsPerson Of(Person person) => Tenant.People.First(known => known.Email == person.Email);

    /// <summary>When a card comes into sight, the client asks for the view of those for whom there is one.</summary>
    private async Task RefreshAsync(TeamsPerson person, CancellationToken cancellationToken)
    {
        List<(TeamsMessage Message, JsonObject Action)> stale;
        lock (Connector.Lock)
        {
            stale =
            [
                .. from conversation in Tenant.Conversations
                   where conversation.Members.Contains(person)
                   from message in conversation.Messages
                   where !message.Views.ContainsKey(person.Id)
                   let action = message.Card is { } card ? AdaptiveActions.Refresh(card, person.Id) : null
                   where action is not null
                   select (message, action),
            ];
        }
        foreach (var (message, action) in stale)
        {
            var activity = _activities.Invoke(Tenant.NextId(), message, person, action, "automatic");
            await TryAsync(new Delivery(token => InvokeAsync(activity, message, person, isNews: false, token)), cancellationToken);
        }
    }

    private Delivery Press(Person person, ChatMessage shown, string label, IReadOnlyDictionary<string, string> inputs)
    {
        var (from, message) = (Of(person), Connector.MessageOf(shown) ?? throw new UserError("That card is gone."));
        var card = message.Views.GetValueOrDefault(from.Id) ?? message.Card ?? [];
        var action = AdaptiveActions.Press(card, label, inputs) ?? throw new InvalidOperationException($"No action is called {label} in {card.ToJsonString()}");
        var activity = _activities.Invoke(Tenant.NextId(), message, from, action, "manual");
        return Remember(token => InvokeAsync(activity, message, from, isNews: true, token));
    }

    private Delivery Move(TeamsConversation conversation, string action, string list)
    {
        var by = conversation.Members[0];
        var installation = Post(_activities.Installation(Tenant.NextId(), conversation, by, action));
        var update = Post(_activities.BotMoved(Tenant.NextId(), conversation, by, list));
        return new Delivery(async token => await installation.TryAsync(token) && await update.TryAsync(token));
    }

    private Delivery Post(JsonObject activity) => Remember(async token => await _door.PostAsync(activity, token) is not null);

    private Delivery Remember(Func<CancellationToken, Task<bool>> postAsync)
    {
        _last = new Delivery(postAsync);
        var tries = 0;
        return new Delivery(async cancellationToken =>
        {
            if (await postAsync(cancellationToken)) return true;
            return ++tries < MostTries ? false : throw new InvalidOperationException($"The bot did not take it in {MostTries} tries.");
        });
    }

    private static async Task TryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        while (!await delivery.TryAsync(cancellationToken))
        {
            // The program has ended over it, and was started again.
        }
    }

    /// <summary>The client shows what it is answered to the one who pressed, or who looks at the card.</summary>
    private async Task<bool> InvokeAsync(JsonObject activity, TeamsMessage message, TeamsPerson person, bool isNews, CancellationToken cancellationToken)
    {
        if (await _door.PostAsync(activity, cancellationToken) is not { } answer) return false;
        var value = answer.Body?["value"];
        switch ((string?)answer.Body?["type"])
        {
            case "application/vnd.microsoft.card.adaptive" when value is JsonObject card:
                SentActivity.RequireCard(card);
                Connector.ShowView(message, person, (JsonObject)card.DeepClone(), isNews);
                break;
            case "application/vnd.microsoft.activity.message" when isNews:
                _chat.ShowToast(message.Conversation.Place, person.Email, $"{value}");
                break;
            case "application/vnd.microsoft.activity.message":
                break;
            default:
                _chat.ShowToast(message.Conversation.Place, person.Email, $"Something went wrong: {answer.Body?.ToJsonString()}");
                break;
        }
        return true;
    }
}
