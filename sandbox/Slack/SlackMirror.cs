using System.Net;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Channels.Slack;
using ChatOps.Core.People;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Slack.Blocks;

namespace ChatOps.Sandbox.Slack;

/// <summary>Shows what there is to see in the Slack that is played in the sandbox's chat, as transcripts have it.</summary>
internal sealed class SlackMirror : IDisposable
{
    /// <summary>The one form that there is, whose view does not say so.</summary>
    private const string FormCommand = "launch";

    private readonly SlackWorkspace _workspace;
    private readonly SandboxChat _chat;
    private readonly Dictionary<SlackMessage, ChatMessage> _messages = [];
    private readonly Dictionary<SlackView, List<ChatMessage>> _views = [];

    public SlackMirror(SlackWorkspace workspace, SandboxChat chat)
    {
        (_workspace, _chat) = (workspace, chat);
        workspace.Changed += Show;
    }

    public void Dispose() => _workspace.Changed -= Show;

    /// <summary>The message or view that is shown so.</summary>
    public object? Of(ChatMessage shown)
    {
        lock (_workspace.Lock)
        {
            return (object?)_messages.FirstOrDefault(pair => pair.Value == shown).Key
                ?? _views.FirstOrDefault(pair => pair.Value.Contains(shown)).Key;
        }
    }

    /// <summary>Called with the workspace's lock held.</summary>
    private void Show(SlackChange change)
    {
        switch (change)
        {
            // What people say stands in the transcript as it is.
            case SlackChange.Message { Of: { From: null } message, Kind: var kind }:
                Show(message, kind);
                break;
            case SlackChange.View { Of: var view, Kind: var kind }:
                Show(view, kind);
                break;
        }
    }

    private void Show(SlackMessage message, SlackChangeKind kind)
    {
        if (kind == SlackChangeKind.Gone)
        {
            if (_messages.Remove(message, out var gone)) _chat.Remove(gone);
        }
        else if (_messages.TryGetValue(message, out var known)) _chat.Edit(known, Seen(message));
        else _chat.Show(_messages[message] = New(Place(message.Channel), Seen(message), message.Channel.Members, message.OnlyFor));
    }

    /// <summary>A modal is one card, with what is wrong with it; a Home is several.</summary>
    private void Show(SlackView view, SlackChangeKind kind)
    {
        if (_views.Remove(view, out var before)) foreach (var shown in before) _chat.Remove(shown);
        if (kind == SlackChangeKind.Gone) return;
        var place = view.IsHome
            ? new Conversation(SlackChat.ChannelName, $"Home of {view.Owner.Handle}", IsDirect: false)
            : Place(_workspace.Direct(view.Owner));
        var cards = view.IsHome ? BlockKitReader.ReadHome(view.Content) : [WithErrors(BlockKitReader.ReadModal(view.Content, FormCommand), view)];
        var messages = cards.Select(card => New(place, card, [view.Owner], view.Owner)).ToList();
        _views[view] = messages;
        foreach (var message in messages) _chat.Show(message);
    }

    private static Card WithErrors(Card card, SlackView view) => view.Errors.Aggregate(
        card, (shown, error) => shown.Add(new CardElement.Text($"{LabelOf(shown, error.Key)}: {error.Value}", TextStyle.Strong)));

    private static string LabelOf(Card card, string field) => card.Form?.Fields.FirstOrDefault(known => known.Name == field)?.Label ?? "The form";

    private static Card Seen(SlackMessage message) =>
        message.Blocks is { } blocks ? BlockKitReader.Read(blocks) : new Card { Title = WebUtility.HtmlDecode(message.Text) };

    private static ChatMessage New(Conversation place, Card card, IReadOnlyList<SlackPerson> members, SlackPerson? onlyFor) => new()
    {
        Conversation = place,
        Members = [.. members.Select(person => person.Email)],
        Card = card,
        OnlyFor = onlyFor?.Email,
    };

    private static Conversation Place(SlackChannel channel) => channel.IsDirect
        ? Conversation.Direct(SlackChat.ChannelName, channel.Members[0].Email)
        : new Conversation(SlackChat.ChannelName, channel.Name, IsDirect: false);
}
