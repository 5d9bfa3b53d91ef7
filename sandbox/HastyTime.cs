namespace ChatOps.Sandbox;

/// <summary>
/// What the program waits by, because the world's time stands still while it works: pauses take a hundredth of their time. Limits are as
/// long as they really are, so that a slow machine is no fault.
/// </summary>
internal sealed class HastyTime : TimeProvider
{
    private const int Haste = 100;

    /// <summary>Longer than any pause of the program's, and no longer than any of its limits.</summary>
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(10);

    private readonly DateTimeOffset _start = System.GetUtcNow();
    private readonly long _since = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _start + (System.GetElapsedTime(_since) * Haste);

    /// <summary>A second by this clock has a hundredth of the ticks of a real one.</summary>
    public override long TimestampFrequency => base.TimestampFrequency / Haste;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

    private static TimeSpan Shorter(TimeSpan time) => time > TimeSpan.Zero && time < ShortestLimit ? time / Haste : time;
}
