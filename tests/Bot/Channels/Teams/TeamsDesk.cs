using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Bot;
using ChatOps.Bot.Channels;
using ChatOps.Bot.Channels.Teams;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Sandbox.Teams;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Bot.Channels.Teams;

/// <summary>The bot in Teams, with a connector that is none, on real stores. No engine runs.</summary>
internal sealed class TeamsDesk : IDisposable
{
    public const string AppId = "0b6fe6d1-fece-44f7-9a48-56465e2d5ab8";
    public const string Tenant = "50612dbb-0237-4969-b378-8d42590f9c00";
    public const string ServiceUrl = $"https://smba.trafficmanager.net/amer/{Tenant}/";

    /// <summary>Of team vision, as policy.yaml has it.</summary>
    public const string Channel = "19:vision@thread.tacv2";
    public const string Thread = $"{Channel};messageid=1";
    public const string Group = "19:somebody@unq.gbl.spaces";

    private readonly TempFolder _folder = new();
    private readonly TokenIssuer _issuer;
    private int _said;

    public TeamsDesk(TokenIssuer issuer)
    {
        _issuer = issuer;
        foreach (var handle in (string[])["scientist", "scientist2", "manager", "admin"]) Join(handle);
        Chat = New();
    }

    public BotDesk Desk { get; } = new();

    public FakeConnector Connector { get; } = new();

    public ManualTime Waiting { get; } = new();

    /// <summary>What a press's time is measured by.</summary>
    public ManualTime Answering { get; } = new();

    /// <summary>Ends when the connector hangs up.</summary>
    public CancellationToken Caller { get; set; }

    public HeardLog Log { get; } = new();

    public TeamsChat Chat { get; private set; }

    /// <summary>Of the bot's own token.</summary>
    public Func<ValueTask<string>> Token { get; set; } = () => ValueTask.FromResult("secret");

    public Func<string, ITable, ITable> Around { get; set; } = (_, table) => table;

    public IReadOnlyList<ShownMessage> Messages => Connector.Messages;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The program ends and begins again.</summary>
    public void Restart() => Chat = New();

    /// <summary>Another program on the same state.</summary>
    public TeamsChat New() => new(
        new TeamsSite
        {
            AppId = AppId,
            TenantId = Tenant,
            OpenIdMetadata = _issuer.Metadata,
            Token = _ => Token(),
            Http = Connector,
            Waiting = Waiting,
            Answering = Answering,
        },
        name => Around(name, new SqliteTable(_folder.At("teams.db"), name)),
        BotDesk.Live,
        new ChatBot(Desk.Commands, BotDesk.Live, Desk.Time, Desk.CommandAudit, Log.Factory.CreateLogger<ChatBot>()),
        new CardViews(Desk.Machines, Desk.Governance.Views, BotDesk.Live, Desk.Time),
        Desk.Time,
        Log.Factory);

    /// <summary>Somebody of the organisation is in every conversation.</summary>
    public JsonObject Join(string handle) => Connector.Members[$"29:{handle}"] = new JsonObject
    {
        ["id"] = $"29:{handle}",
        ["name"] = handle,
        ["aadObjectId"] = EntraId(handle),
        ["email"] = $"{handle}@contoso.example",
        ["userPrincipalName"] = $"{handle}@contoso.example",
        ["tenantId"] = Tenant,
        ["userRole"] = "user",
    };

    public static string EntraId(string handle) => $"{handle}-in-entra";

    public static string ChatOf(string handle) => $"a:chat-with-29:{handle}";

    /// <summary>An activity as Teams sends it, in the personal chat if no other is given.</summary>
    public JsonObject Activity(string type, string handle, string? conversation = null, string? id = null) => new()
    {
        ["type"] = type,
        ["id"] = id ?? $"{++_said}",
        ["channelId"] = "msteams",
        ["serviceUrl"] = ServiceUrl,
        ["from"] = new JsonObject { ["id"] = $"29:{handle}", ["name"] = handle, ["aadObjectId"] = EntraId(handle) },
        ["recipient"] = new JsonObject { ["id"] = $"28:{AppId}", ["name"] = "GPU" },
        ["conversation"] = new JsonObject
        {
            ["id"] = conversation ?? ChatOf(handle),
            ["conversationType"] = conversation switch
            {
                null => "personal",
                _ when conversation.Contains("@thread.tacv2", StringComparison.Ordinal) => "channel",
                _ => "groupChat",
            },
            ["isGroup"] = conversation is not null,
            ["tenantId"] = Tenant,
        },
        ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = Tenant } },
    };

    public JsonObject Message(string handle, string text, string? conversation = null, string? id = null)
    {
        var activity = Activity("message", handle, conversation, id);
        activity["text"] = text;
        return activity;
    }

    /// <summary>A button that says something.</summary>
    /// <param name="card">The key of the card that it is on.</param>
    public JsonObject Press(string handle, string say, string? card = null, string? conversation = null, string? id = null) =>
        Execute(handle, "say", new JsonObject { ["chatops"] = new JsonObject { ["say"] = say, ["card"] = card } }, conversation, id);

    public JsonObject Execute(string handle, string verb, JsonObject data, string? conversation = null, string? id = null)
    {
        var activity = Activity("invoke", handle, conversation, id);
        activity["name"] = "adaptiveCard/action";
        var action = new JsonObject { ["type"] = "Action.Execute", ["verb"] = verb, ["data"] = data };
        activity["value"] = new JsonObject { ["action"] = action, ["trigger"] = "manual" };
        return activity;
    }

    /// <summary>The bot is added, or removed.</summary>
    public JsonObject Install(string action, string handle, string? conversation = null)
    {
        var activity = Activity("installationUpdate", handle, conversation);
        activity["action"] = action;
        return activity;
    }

    public Task<ChatAnswer> SayAsync(string handle, string text, string? conversation = null, string? id = null) =>
        HandleAsync(Message(handle, text, conversation, id));

    public Task<ChatAnswer> HandleAsync(JsonObject activity, TeamsChat? chat = null) => HandleAsync(activity.ToJsonString(), chat);

    /// <param name="until">When the program gives up what it has begun.</param>
    public async Task<ChatAnswer> HandleAsync(string activity, TeamsChat? chat = null, string serviceUrl = ServiceUrl, CancellationToken? until = null)
    {
        var token = $"Bearer {_issuer.Sign(AppId, serviceUrl, Desk.Time.Now)}";
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(activity));
        return await (chat ?? Chat).HandleAsync(token, body, Caller, until ?? Cancellation);
    }

    /// <summary>Everything that was shown, as "where: text".</summary>
    public IEnumerable<string> Shown() => Messages.Select(message => $"{message.Conversation}: {message.Card.Title}");

    /// <summary>The machine of a name that was launched last.</summary>
    public async Task<Machine> MachineAsync(string handle) =>
        Assert.Single(await Desk.Machines.OwnedByAsync($"{handle}@contoso.example", Cancellation));

    /// <summary>Shows a machine's card as the outbox does.</summary>
    public Task PutAsync(Machine machine, TeamsChat? chat = null) => (chat ?? Chat).Channel.PutAsync(
        machine.Home, ChatOps.Bot.Cards.MachineCard.Key(machine.Id), ChatOps.Bot.Cards.MachineCard.Build(machine, Desk.Clock), Cancellation);

    public Task PutAsync(Conversation conversation, string key, string title) =>
        Chat.Channel.PutAsync(conversation, key, new ChatOps.Bot.Cards.Card { Title = title }, Cancellation);

    /// <summary>The body of an answered invoke.</summary>
    public static JsonNode Read(ChatAnswer answer) => JsonNode.Parse(answer.Json.Span) ?? throw new InvalidOperationException("There is nothing in it.");

    /// <summary>What the one who pressed sees: the line that is shown for a moment, or the card as text.</summary>
    public static string Seen(ChatAnswer answer)
    {
        var body = Read(answer);
        return $"{body["type"]}" == "application/vnd.microsoft.card.adaptive"
            ? TextRenderer.Render(AdaptiveCardReader.Read(Encoding.UTF8.GetBytes(body["value"]?.ToJsonString() ?? "")))
            : $"{body["value"]}";
    }

    public void Dispose()
    {
        Desk.Dispose();
        Connector.Dispose();
        Log.Dispose();
        _folder.Dispose();
    }
}
