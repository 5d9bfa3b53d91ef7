using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Channels;
using ChatOps.Bot.Channels.Slack;
using ChatOps.Bot.Channels.Slack.Signing;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Machines;
using ChatOps.Core.State;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Slack;
using ChatOps.Sandbox.Slack.Blocks;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;
using Played = ChatOps.Sandbox.Slack;

namespace ChatOps.Tests.Bot.Channels.Slack;

/// <summary>The bot in a Slack that a stand-in plays, on real stores. No engine runs.</summary>
internal sealed class SlackDesk : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SlackSignatures _signer;

    private SlackDesk(BotDesk desk, SlackStandIn slack)
    {
        (Desk, Slack, _signer) = (desk, slack, new SlackSignatures(SandboxSlack.SigningSecret, desk.Time));
        (Payloads, Events) = (new SlackPayloads(slack), new Played.SlackEvents(slack.Workspace, desk.Time));
        Chat = New();
    }

    public BotDesk Desk { get; }

    public SlackStandIn Slack { get; }

    public SlackPayloads Payloads { get; }

    public Played.SlackEvents Events { get; }

    public SpyHttp Http { get; } = new();

    /// <summary>What is waited by for a channel's turn; so fast that nobody waits, unless a test wants to see it.</summary>
    public TimeProvider Waiting { get; set; } = new HastyTime();

    /// <summary>What the time is measured by in which a request is to be answered.</summary>
    public ManualTime Answering { get; } = new();

    /// <summary>Ends when Slack hangs up.</summary>
    public CancellationToken Caller { get; set; }

    public HeardLog Log { get; } = new();

    public Func<string, ITable, ITable> Around { get; set; } = (_, table) => table;

    public SlackChat Chat { get; private set; }

    public SlackWorkspace Workspace => Slack.Workspace;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<SlackDesk> OpenAsync()
    {
        var desk = new BotDesk();
        return new SlackDesk(desk, await SlackStandIn.StartAsync(BotDesk.Policy, desk.Time, port: 0, Cancellation));
    }

    /// <summary>The program ends and begins again.</summary>
    public void Restart() => Chat = New();

    /// <summary>Another program on the same state.</summary>
    public SlackChat New() => new(
        new SlackSite
        {
            SigningSecret = SandboxSlack.SigningSecret,
            Workspaces = ImmutableDictionary<string, string>.Empty.Add(SandboxSlack.WorkspaceId, SandboxSlack.BotToken),
            Api = Slack.Api,
            Http = Http,
            TrustsLoopback = true,
            Waiting = Waiting,
            Answering = Answering,
        },
        name => Around(name, new SqliteTable(_folder.At("slack.db"), name)),
        BotDesk.Live,
        new ChatBot(Desk.Commands, BotDesk.Live, Desk.Time, Desk.CommandAudit, Log.Factory.CreateLogger<ChatBot>()),
        new CardViews(Desk.Machines, Desk.Governance.Views, BotDesk.Live, Desk.Time),
        Desk.Machines,
        Desk.Time,
        Log.Factory);

    public Played.SlackPerson Person(string handle) => Workspace.Person(handle) ?? throw new ArgumentException($"Nobody is called {handle}.", nameof(handle));

    /// <param name="name">Null for the direct messages of <paramref name="handle"/>.</param>
    public Played.SlackChannel Channel(string? name, string handle) => name is null
        ? Workspace.Direct(Person(handle))
        : Workspace.Channel(name) ?? throw new ArgumentException($"No channel is called {name}.", nameof(name));

    public Played.SlackRequest Command(string handle, string text, string? channel = null) =>
        Payloads.Command(Person(handle), Channel(channel, handle), text);

    public Task<ChatAnswer> CommandAsync(string handle, string text, string? channel = null) => HandleAsync(Command(handle, text, channel));

    /// <summary>A message; a mention where it is not only the bot's to read.</summary>
    public Played.SlackRequest Said(string handle, string text, string? channel = null, string? thread = null)
    {
        var place = Channel(channel, handle);
        var written = place.IsDirect ? text : $"<@{SandboxSlack.BotId}> {text}";
        var message = new Played.SlackMessage { Ts = Workspace.NextTs(), Channel = place, From = Person(handle), Text = written, ThreadTs = thread };
        Workspace.Post(message);
        return Events.Said(message, Person(handle));
    }

    public Task<ChatAnswer> SayAsync(string handle, string text, string? channel = null, string? thread = null) =>
        HandleAsync(Said(handle, text, channel, thread));

    /// <summary>Presses the newest button of this label that the person sees in the channel.</summary>
    public Played.SlackRequest Press(string handle, string label, string? channel = null)
    {
        var (message, action) = Buttons(handle, channel).Last(button => button.Label == label) is var found ? (found.Message, found.Action) : default;
        return Payloads.Press(Person(handle), message, BlockState.Pressed(message.Blocks ?? [], action, null) ?? []);
    }

    public Task<ChatAnswer> PressAsync(string handle, string label, string? channel = null) => HandleAsync(Press(handle, label, channel));

    public Task<ChatAnswer> SubmitAsync(string handle, params (string Field, string Value)[] values) =>
        HandleAsync(Payloads.Submit(Modal(handle), values.ToDictionary(value => value.Field, value => value.Value)));

    public SlackView Modal(string handle) => Workspace.Modal(Person(handle)) ?? throw new InvalidOperationException("No modal is open.");

    /// <summary>Signed, as Slack brings it.</summary>
    public Task<ChatAnswer> HandleAsync(Played.SlackRequest request, string? retry = null, SlackChat? chat = null)
    {
        var body = Encoding.UTF8.GetBytes(request.Body);
        var timestamp = Desk.Time.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return HandleAsync(request.Path, timestamp, _signer.Sign(timestamp, body), body, retry, chat);
    }

    public async Task<ChatAnswer> HandleAsync(string path, string? timestamp, string? signature, byte[] body, string? retry = null, SlackChat? chat = null)
    {
        using var stream = new MemoryStream(body);
        var door = Enum.Parse<ChatOps.Bot.Channels.Slack.SlackDoor>(path, ignoreCase: true);
        return await (chat ?? Chat).HandleAsync(new ChatOps.Bot.Channels.Slack.SlackRequest(door, timestamp, signature, retry), stream, Caller, Cancellation);
    }

    /// <summary>What the person sees in the channel of what the bot has said, as text.</summary>
    public IReadOnlyList<string> Shown(string handle, string? channel = null) =>
        [.. Workspace.Seen(Person(handle), Channel(channel, handle)).Where(message => message.From is null).Select(Text)];

    /// <summary>Shows a machine's card as the outbox does.</summary>
    public Task PutAsync(Machine machine, SlackChat? chat = null) => (chat ?? Chat).Channel.PutAsync(
        machine.Home, MachineCard.Key(machine.Id), MachineCard.Build(machine, Desk.Clock), Cancellation);

    public static string Text(Played.SlackMessage message) =>
        message.Blocks is { } blocks ? TextRenderer.Render(BlockKitReader.Read(blocks)) : message.Text;

    /// <summary>What the answer to a command says, as text; empty for nothing.</summary>
    public static string Said(ChatAnswer answer)
    {
        if (answer.Json.IsEmpty) return "";
        var json = Read(answer);
        return json["blocks"] is JsonArray blocks ? TextRenderer.Render(BlockKitReader.Read(blocks)) : $"{json["text"]}";
    }

    public static JsonNode Read(ChatAnswer answer) => JsonNode.Parse(answer.Json.Span) ?? throw new InvalidOperationException("There is nothing in it.");

    public async ValueTask DisposeAsync()
    {
        await Slack.DisposeAsync();
        Desk.Dispose();
        Http.Dispose();
        Log.Dispose();
        _folder.Dispose();
    }

    private IEnumerable<(Played.SlackMessage Message, string Action, string Label)> Buttons(string handle, string? channel) =>
        from message in Workspace.Seen(Person(handle), Channel(channel, handle))
        from block in (message.Blocks ?? []).OfType<JsonObject>()
        where (string?)block["type"] == "actions"
        from element in (block["elements"] as JsonArray ?? []).OfType<JsonObject>()
        select (message, (string?)element["action_id"] ?? "", (string?)element["text"]?["text"] ?? "");
}
