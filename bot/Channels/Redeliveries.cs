namespace ChatOps.Bot.Channels;

/// <summary>
/// A chat delivers again what was not answered in time. Whoever comes second waits for what the first one is doing,
/// and answers the same. In this program only: in another one the request's id keeps it from acting twice.
/// </summary>
internal sealed class Redeliveries(TimeProvider time)
{
    private const int Most = 2000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Delivery> _byKey = [];
    private readonly Queue<Delivery> _byAge = new();

    /// <param name="key">Of what is delivered.</param>
    /// <param name="answer">Done once; again after it has failed.</param>
    /// <param name="cancellationToken">Ends the waiting only: what was begun goes on, for whoever comes second.</param>
    public async Task<ChatAnswer> OnceAsync(string key, Func<Task<ChatAnswer>> answer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (delivery, isFirst) = Begin(key);
            if (isFirst) return await AnswerAsync(delivery, answer).WaitAsync(cancellationToken);
            try
            {
                return await delivery.Answer.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The first one failed or was given up: it is this one's turn.
            }
        }
    }

    private async Task<ChatAnswer> AnswerAsync(Delivery delivery, Func<Task<ChatAnswer>> answer)
    {
        try
        {
            var answered = await answer();
            if (answered.Status >= 500) Forget(delivery);
            delivery.Answer.TrySetResult(answered);
            return answered;
        }
        finally
        {
            if (!delivery.Answer.Task.IsCompleted)
            {
                Forget(delivery);
                delivery.Answer.TrySetCanceled();
            }
        }
    }

    private (Delivery Delivery, bool IsFirst) Begin(string key)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            while (_byAge.TryPeek(out var oldest) && (_byAge.Count >= Most || now - oldest.At > Kept))
            {
                _byAge.Dequeue();
                Remove(oldest);
            }
            if (_byKey.TryGetValue(key, out var known)) return (known, false);
            var delivery = new Delivery(key, now);
            _byKey[key] = delivery;
            _byAge.Enqueue(delivery);
            return (delivery, true);
        }
    }

    private void Forget(Delivery delivery)
    {
        lock (_lock) Remove(delivery);
    }

    private void Remove(Delivery delivery)
    {
        if (_byKey.GetValueOrDefault(delivery.Key) == delivery) _byKey.Remove(delivery.Key);
    }

    private sealed class Delivery(string key, DateTimeOffset at)
    {
        public string Key => key;
        public DateTimeOffset At => at;
        public TaskCompletionSource<ChatAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
