namespace ChatOps.Sandbox.Slack;

/// <summary>How fast a bot may post into one channel: a message a second, and a few at once after a pause.</summary>
internal sealed class PostingRate(TimeProvider time)
{
    private const int Burst = 5;

    private readonly Dictionary<SlackChannel, (double Left, DateTimeOffset At)> _left = [];

    /// <returns>After how many seconds it may be tried again; null when it is taken now.</returns>
    public int? Wait(SlackChannel channel)
    {
        var (now, known) = (time.GetUtcNow(), _left.TryGetValue(channel, out var before));
        var left = known ? Math.Min(Burst, before.Left + (now - before.At).TotalSeconds) : Burst;
        _left[channel] = (left >= 1 ? left - 1 : left, now);
        return left >= 1 ? null : 1;
    }
}
