using System.Text.Json.Nodes;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Channels.Slack;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Chat;

namespace ChatOps.Sandbox.Slack;

/// <summary>
/// Slack as people use it, in scenarios: what they do is posted to the program, and what they see is read back from Block Kit. A line that
/// begins with <c>/gpu</c> is a slash command, any other a message.
/// </summary>
internal sealed class SlackClient : IChatClient
{
    private readonly SandboxChat _chat;
    private readonly SlackDoor _door;
    private readonly SlackMirror _mirror;

    /// <param name="doors">Of each instance of the program.</param>
    public SlackClient(SandboxChat chat, SlackStandIn standIn, IReadOnlyList<Uri> doors)
    {
        (_chat, StandIn, _door) = (chat, standIn, new SlackDoor(doors, standIn.Time));
        (Gestures, _mirror) = (new SlackGestures(standIn, _door), new SlackMirror(standIn.Workspace, chat));
    }

    public string Chat => SlackChat.ChannelName;

    public SlackStandIn StandIn { get; }

    public SlackGestures Gestures { get; }

    private SlackWorkspace Workspace => StandIn.Workspace;

    public Person? Outsider(string handle) => Workspace.Person(handle) is { } person ? new Person(person.Email, IsAdmin: false, []) : null;

    public Delivery Say(Person person, string? channel, string text) => Of(Gestures.Say(Of(person), channel, text));

    public Delivery Edit(Person person, string text)
    {
        SlackMessage? last;
        lock (Workspace.Lock)
        {
            var said = Workspace.Channels.SelectMany(channel => channel.Messages).Where(message => message.From == Of(person));
            last = said.MaxBy(message => message.Ts, StringComparer.Ordinal);
        }
        return last is not null
            ? Of(Gestures.Edit(Of(person), last, text))
            : throw new UserError($"{person.Handle} has said nothing that could be edited.");
    }

    public async Task<Delivery> PressAsync(Person person, string label, string? machine, CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var (shown, button) = _chat.FindButton(Chat, person, label, machine);
        return _mirror.Of(shown) switch
        {
            SlackMessage message => Of(Gestures.Press(Of(person), message, ActionOf(message.Blocks, button))),
            SlackView view => Of(Gestures.Press(view, ActionOf(view.Blocks, button))),
            _ => throw new UserError("That card is gone."),
        };
    }

    public Delivery Submit(Person person, IReadOnlyDictionary<string, string> values) => Of(Gestures.Submit(Of(person), values));

    public ValueTask DisposeAsync()
    {
        _mirror.Dispose();
        _door.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What nobody brings again is over when it failed: the person has been shown so.</summary>
    internal static Delivery Of(SlackDelivery delivery) =>
        new(async cancellationToken => await delivery.TryAsync(cancellationToken) || !delivery.ComesAgain);

    internal SlackPerson Of(Person person) => Workspace.People.First(known => known.Email == person.Email);

    /// <summary>Which of the buttons it is that has this label and says this.</summary>
    private static string ActionOf(JsonArray? blocks, CardButton button) =>
        (blocks ?? []).OfType<JsonObject>()
            .Where(block => (string?)block["type"] == "actions")
            .SelectMany(block => (block["elements"] as JsonArray ?? []).OfType<JsonObject>())
            .Where(element => (string?)element["text"]?["text"] == button.Label && Says(element, button.Command))
            .Select(element => (string?)element["action_id"])
            .FirstOrDefault() ?? throw new InvalidOperationException($"No button is called {button.Label} in {blocks?.ToJsonString()}");

    private static bool Says(JsonObject element, string command) =>
        (string?)element["value"] is { } value && (string?)JsonNode.Parse(value)?["say"] == command;
}
