using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.People;

namespace ChatOps.Tests.Tools;

/// <summary>Two chats, in which everybody is, and all that they were given to show.</summary>
internal sealed class TwoChats : IChannel
{
    public List<(string Where, string Key, string Title)> Shown { get; } = [];

    public List<Card> Cards { get; } = [];

    public IEnumerable<string> Keys => Shown.Select(shown => shown.Key).Distinct();

    public Func<Conversation, Exception?> Fails { get; set; } = _ => null;

    public string Name => "both";

    public IReadOnlyList<string> Names => ["teams", "slack"];

    public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken)
    {
        if (Fails(conversation) is { } fault) throw fault;
        Shown.Add((conversation.Key, key, card.Title));
        Cards.Add(card);
        return Task.CompletedTask;
    }
}
