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

    private readonly List<ChatMessage> _messages = [];
    private readonly Dictionary<(string Conversation, string Key), ChatMessage> _byKey = [];

    public string Name => ChannelName;

    /// <summary>Raised after a message was posted or edited.</summary>
    public event Action<ChatMessage>? Changed;

    public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken)
    {
        Put(conversation, key, card, onlyFor: null);
        return Task.CompletedTask;
    }

    /// <summary>The answer to something that a person said.</summary>
    public void Answer(ChatRequest request, Reply reply) =>
        Put(request.Conversation, reply.Key, reply.Card, reply.Audience == Audience.Person ? request.Person.Email : null);

    /// <summary>The newest button of this label that the person can see, on a message about <paramref name="machine"/> if given.</summary>
    /// <exception cref="UserError">There is none.</exception>
    public (ChatMessage Message, CardButton Button) FindButton(Person person, string label, string? machine)
    {
        var seen = Seen(person).Where(m => machine is null || TextRenderer.Render(m.Card).Contains(machine, StringComparison.Ordinal)).ToList();
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

    /// <summary>The newest form that the person can see.</summary>
    /// <exception cref="UserError">There is none.</exception>
    public (ChatMessage Message, Form Form) FindForm(Person person) =>
        Seen(person).Where(m => m.Card.Form is not null).Select(m => (m, m.Card.Form)).FirstOrDefault() is (var message, { } form)
            ? (message, form)
            : throw new UserError($"{person.Handle} sees no form. `launch` opens one.");

    private IEnumerable<ChatMessage> Seen(Person person) => Enumerable.Reverse(_messages).Where(m => m.IsSeenBy(person));

    private void Put(Conversation conversation, string? key, Card card, string? onlyFor)
    {
        if (key is not null && _byKey.TryGetValue((conversation.Key, key), out var known))
        {
            if (TextRenderer.Render(known.Card) == TextRenderer.Render(card)) return;
            known.Card = card;
            known.IsEdited = true;
            Changed?.Invoke(known);
            return;
        }
        var message = new ChatMessage { Conversation = conversation, Key = key, Card = card, OnlyFor = onlyFor };
        _messages.Add(message);
        if (key is not null) _byKey[(conversation.Key, key)] = message;
        Changed?.Invoke(message);
    }
}

public sealed class ChatMessage
{
    public required Conversation Conversation { get; init; }
    public string? Key { get; init; }
    public required Card Card { get; set; }
    /// <summary>E-mail of the one person who sees it; null for everybody in the conversation.</summary>
    public string? OnlyFor { get; init; }
    public bool IsEdited { get; set; }

    /// <summary>Channels are seen by their team and by admins.</summary>
    public bool IsSeenBy(Person person) => OnlyFor is { } only
        ? only == person.Email
        : Conversation.IsDirect ? Conversation.Id == person.Email : person.IsAdmin || person.Teams.Any(t => t.Channel == Conversation.Id);

    /// <summary>"#vision", "direct to scientist", "#vision, only scientist sees it".</summary>
    public string Where => (Conversation.IsDirect, OnlyFor) switch
    {
        (true, _) => $"to {Person.HandleOf(Conversation.Id)}",
        (false, { } only) => $"#{Conversation.Id}, only {Person.HandleOf(only)} sees it",
        _ => $"#{Conversation.Id}",
    };
}
