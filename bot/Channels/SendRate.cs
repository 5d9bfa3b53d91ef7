using System.Diagnostics.CodeAnalysis;

namespace ChatOps.Bot.Channels;

/// <summary>
/// Gives each message of a conversation its turn, as often as the chat takes them from a bot. Other programs of ours are not known here;
/// where all together are too many, the chat says so.
/// </summary>
/// <param name="limits">The one over the longest time last.</param>
internal sealed class SendRate(RateLimit[] limits, TimeProvider time)
{
    /// <summary>Whoever would have to wait longer comes again later.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>Conversations that are remembered before those that were silent for long are forgotten.</summary>
    private const int Many = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue> _conversations = [];

    /// <exception cref="BusyConversationException">The turn is too far away to wait for.</exception>
    public Task WaitAsync(string conversation, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            Forget(now);
            if (!_conversations.TryGetValue(conversation, out var queue)) _conversations[conversation] = queue = new Queue(limits);
            wait = queue.NextTurn(now) - now;
            if (wait > Longest) throw new BusyConversationException($"So much is being said that the next turn is in {wait.TotalSeconds:0} s.");
            queue.Add(now + wait);
        }
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Those that nothing limits any more.</summary>
    private void Forget(DateTimeOffset now)
    {
        if (_conversations.Count < Many || _conversations.Count % Many != 0) return;
        foreach (var (conversation, queue) in _conversations)
            if (now - queue.Last > limits[^1].Within) _conversations.Remove(conversation);
    }

    /// <summary>When the last messages of a conversation were or will be sent: as many as the largest limit counts, in a ring.</summary>
    [SuppressMessage("Naming", "CA1711", Justification = "It is one.")]
    private sealed class Queue(RateLimit[] limits)
    {
        private DateTimeOffset[] _sent = new DateTimeOffset[8];
        private long _count;

        public DateTimeOffset Last => this[_count - 1];

        private DateTimeOffset this[long index] => _sent[index % _sent.Length];

        public DateTimeOffset NextTurn(DateTimeOffset now)
        {
            var turn = now;
            foreach (var (count, within) in limits)
                if (_count >= count && this[_count - count] + within is var free && free > turn) turn = free;
            return turn;
        }

        public void Add(DateTimeOffset at)
        {
            if (_count == _sent.Length && _count < limits[^1].Count) Array.Resize(ref _sent, Math.Min(_sent.Length * 2, limits[^1].Count));
            _sent[_count++ % _sent.Length] = at;
        }
    }
}

/// <summary>So many in so much time.</summary>
internal sealed record RateLimit(int Count, TimeSpan Within);
