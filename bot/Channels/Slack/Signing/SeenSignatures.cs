using System.Buffers.Binary;

namespace ChatOps.Bot.Channels.Slack.Signing;

/// <summary>
/// Signatures of the last minutes. In this program only, and not more than are likely: what slips through is kept from acting twice by its
/// identity, as whatever another program has taken.
/// </summary>
internal sealed class SeenSignatures(TimeProvider time)
{
    /// <summary>Of each half of the time; who sends more is far beyond Slack's own limits.</summary>
    private const int Most = 50_000;

    /// <summary>A request may be as much ahead of the clock as behind it.</summary>
    private static readonly TimeSpan Kept = 2 * SlackSignatures.Window;

    private readonly Lock _lock = new();
    private HashSet<UInt128> _now = [];
    private HashSet<UInt128> _before = [];
    private DateTimeOffset _since = time.GetUtcNow();

    /// <returns>False for one that was there.</returns>
    public bool TryAdd(ReadOnlySpan<byte> signature)
    {
        var digest = BinaryPrimitives.ReadUInt128BigEndian(signature);
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_now.Count >= Most || (now - _since).Duration() >= Kept) (_before, _now, _since) = (_now, [], now);
            return !_before.Contains(digest) && _now.Add(digest);
        }
    }
}
