using ChatOps.Bot.Cards;
using ChatOps.Core.People;

namespace ChatOps.Simulation;

internal sealed record Posted(DateTimeOffset At, Card Card);

/// <summary>What people see: one card under each key of each conversation, and when it was put there.</summary>
internal sealed class Mail(Agenda agenda)
{
    public const string ChannelName = "simulation";

    private readonly Dictionary<(string Conversation, string Key), List<Posted>> _posted = [];

    /// <summary>Called with the key of each card that is put.</summary>
    public Action<string, Card> Arrived { get; set; } = (_, _) => { };

    public bool Put(Conversation conversation, string key, Card card)
    {
        if (!_posted.TryGetValue((conversation.Key, key), out var cards)) _posted[(conversation.Key, key)] = cards = [];
        cards.Add(new Posted(agenda.Now, card));
        Arrived(key, card);
        return true;
    }

    /// <summary>All cards that were put under this key, oldest first.</summary>
    public IReadOnlyList<Posted> Under(Conversation conversation, string key) => _posted.GetValueOrDefault((conversation.Key, key)) ?? [];

    public IEnumerable<string> ConversationsOf(string key) => _posted.Keys.Where(posted => posted.Key == key).Select(posted => posted.Conversation);
}
