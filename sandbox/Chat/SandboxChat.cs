using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using ChatOps.Functions.Sandboxed;

namespace ChatOps.Sandbox.Chat;

/// <summary>The chat of the sandbox: conversations with messages, some edited in place, some for one person only. It outlives the program.</summary>
public sealed class SandboxChat : IChannel
{
    public const string ChannelName = SandboxChannel.ChannelName;

    private readonly Lock _lock = new();
    private readonly List<ChatMessage> _messages = [];
    private readonly Dictionary<(string Conversation, string Key), ChatMessage> _byKey = [];

    public string Name => ChannelName;

    /// <summary>Raised after a message was posted or edited; one at a time.</summary>
    public event Action<ChatMessage>? Changed;

    public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken)
    {
        Put(conversation, key, card, onlyFor: null);
        return Task.CompletedTask;
    }

    /// <summary>The answer to something that a person said.</summary>
    public void Answer(ChatRequest request, Reply reply) =>
        Put(request.Conversation, reply.Key, reply.Card, reply.Audience == Audience.Person ? request.Person.Email : null);

    /// <summary>A new message.</summary>
    public void Show(ChatMessage message)
    {
        lock (_lock)
        {
            _messages.Add(message);
            Changed?.Invoke(message);
        }
    }

    /// <summary>The card looks so from now on, to everybody.</summary>
    public void Edit(ChatMessage message, Card card)
    {
        lock (_lock)
        {
            foreach (var view in _messages.Where(view => view.ViewOf == message).ToList()) Take(view);
            if (TextRenderer.Render(message.Card) == TextRenderer.Render(card)) return;
            (message.Card, message.IsEdited) = (card, true);
            Changed?.Invoke(message);
        }
    }

    /// <summary>The card looks so to one person, until it changes for everybody.</summary>
    /// <param name="isNews">False when they only look at it.</param>
    public void ShowView(ChatMessage message, string viewer, Card card, bool isNews)
    {
        lock (_lock)
        {
            if (_messages.Find(view => view.ViewOf == message && view.OnlyFor == viewer) is { } known) Take(known);
            var view = new ChatMessage { Conversation = message.Conversation, Card = card, OnlyFor = viewer, ViewOf = message };
            // In the message's place.
            _messages.Insert(_messages.IndexOf(message) + 1, view);
            if (isNews) Changed?.Invoke(view);
        }
    }

    /// <summary>Shows a line that passes.</summary>
    public void ShowToast(Conversation conversation, string viewer, string text)
    {
        lock (_lock) Changed?.Invoke(new ChatMessage { Conversation = conversation, Card = new Card { Title = text }, OnlyFor = viewer, IsToast = true });
    }

    public void Remove(ChatMessage message)
    {
        lock (_lock)
        {
            foreach (var gone in _messages.Where(shown => shown == message || shown.ViewOf == message).ToList()) Take(gone);
        }
    }

    /// <summary>The newest button of this label that the person can see, on a message about <paramref name="machine"/> if given.</summary>
    /// <param name="chat">Where they look: what stands in another chat is in another program.</param>
    /// <exception cref="UserError">There is none.</exception>
    public (ChatMessage Message, CardButton Button) FindButton(string chat, Person person, string label, string? machine)
    {
        var seen = Seen(chat, person).Where(m => machine is null || TextRenderer.Render(m.Card).Contains(machine, StringComparison.Ordinal)).ToList();
        // The whole label first, then its beginning: "Extend" is enough for "Extend 2h".
        Func<string, bool>[] ways =
        [
            text => text.Equals(label, StringComparison.OrdinalIgnoreCase),
            text => text.StartsWith(label, StringComparison.OrdinalIgnoreCase),
        ];
        foreach (var fits in ways)
            foreach (var message in seen)
                if (message.Card.Buttons.FirstOrDefault(b => fits(b.Label)) is { } button) return (message, button);
        var labels = seen.Take(5).SelectMany(m => m.Card.Buttons).Select(b => b.Label).Distinct().ToList();
        throw new UserError($"{person.Handle} sees no button \"{Echo.Of(label)}\".{(labels.Count > 0 ? $" There is {string.Join(", ", labels)}." : "")}");
    }

    /// <summary>The newest form that the person can see there.</summary>
    /// <exception cref="UserError">There is none.</exception>
    public (ChatMessage Message, Form Form) FindForm(string chat, Person person) =>
        Seen(chat, person).Where(m => m.Card.Form is not null).Select(m => (m, m.Card.Form)).FirstOrDefault() is (var message, { } form)
            ? (message, form)
            : throw new UserError($"{person.Handle} sees no form. `launch` opens one.");

    /// <summary>The newest first. Who has a view of their own sees nothing else in its place.</summary>
    private List<ChatMessage> Seen(string chat, Person person)
    {
        lock (_lock)
        {
            var seen = _messages.Where(message => message.Conversation.Channel == chat && message.IsSeenBy(person)).Reverse().ToList();
            return [.. seen.Where(message => seen.TrueForAll(view => view.ViewOf != message))];
        }
    }

    private void Put(Conversation conversation, string? key, Card card, string? onlyFor)
    {
        lock (_lock)
        {
            if (key is not null && _byKey.TryGetValue((conversation.Key, key), out var known))
            {
                Edit(known, card);
                return;
            }
            var message = new ChatMessage { Conversation = conversation, Key = key, Card = card, OnlyFor = onlyFor };
            if (key is not null) _byKey[(conversation.Key, key)] = message;
            Show(message);
        }
    }

    private void Take(ChatMessage message) => message.IsGone = _messages.Remove(message);
}

public sealed class ChatMessage
{
    public required Conversation Conversation { get; init; }
    /// <summary>E-mails of those who see the conversation; null where the policy says that.</summary>
    public IReadOnlyList<string>? Members { get; init; }
    public string? Key { get; init; }
    public required Card Card { get; set; }
    /// <summary>E-mail of the one person who sees it; null for everybody in the conversation.</summary>
    public string? OnlyFor { get; init; }
    public bool IsEdited { get; set; }
    /// <summary>The message that its one person sees so; null for a message of its own.</summary>
    public ChatMessage? ViewOf { get; init; }
    /// <summary>Passes by itself.</summary>
    public bool IsToast { get; init; }
    /// <summary>Nobody sees it any more.</summary>
    public bool IsGone { get; set; }

    /// <summary>If nothing else is said, channels are seen by their team and by admins.</summary>
    public bool IsSeenBy(Person person) => OnlyFor is { } only
        ? only == person.Email
        : Members is { } members ? members.Contains(person.Email)
        : Conversation.IsDirect ? Conversation.Id == person.Email : person.IsAdmin || person.Teams.Any(t => t.Channel == Conversation.Id);

    /// <summary>"#vision", "to scientist", "#vision, only scientist sees it".</summary>
    public string Where => (this, Conversation.IsDirect ? $"to {Person.HandleOf(Conversation.Id)}" : $"#{Conversation.Id}") switch
    {
        ({ Conversation.IsDirect: true }, var place) => IsToast ? $"{place}, in passing" : place,
        ({ IsToast: true, OnlyFor: { } only }, var place) => $"{place}, in passing to {Person.HandleOf(only)}",
        ({ ViewOf: not null, OnlyFor: { } only }, var place) => $"{place}, as {Person.HandleOf(only)} sees it",
        ({ OnlyFor: { } only }, var place) => $"{place}, only {Person.HandleOf(only)} sees it",
        var (_, place) => place,
    };
}
