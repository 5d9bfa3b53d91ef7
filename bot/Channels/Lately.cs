using System.Collections.Concurrent;

namespace ChatOps.Bot.Channels;

/// <summary>
/// What was in the state a moment ago, so that not each thing that somebody says is a question to it. Another program may have changed it
/// meanwhile: only for what does no harm for a minute.
/// </summary>
internal sealed class Lately<T>(TimeProvider time) where T : class
{
    private const int Most = 5000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (T Value, DateTimeOffset At)> _byKey = new();

    public T? Find(string key) => _byKey.TryGetValue(key, out var known) && (time.GetUtcNow() - known.At).Duration() < Kept ? known.Value : null;

    public void Keep(string key, T value)
    {
        if (_byKey.Count >= Most) _byKey.Clear();
        _byKey[key] = (value, time.GetUtcNow());
    }

    public void Forget(string key) => _byKey.TryRemove(key, out _);
}
