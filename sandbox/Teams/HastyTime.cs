namespace ChatOps.Sandbox.Teams;

/// <summary>The real clock, a hundred times faster: what the program waits by, because the world's time stands still while it works.</summary>
internal sealed class HastyTime : TimeProvider
{
    private const int Haste = 100;

    private readonly DateTimeOffset _start = System.GetUtcNow();
    private readonly long _since = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _start + (System.GetElapsedTime(_since) * Haste);

    /// <summary>A second by this clock has a hundredth of the ticks of a real one.</summary>
    public override long TimestampFrequency => base.TimestampFrequency / Haste;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

    private static TimeSpan Shorter(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Haste;
}
