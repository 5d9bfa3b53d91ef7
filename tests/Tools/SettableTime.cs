namespace ChatOps.Tests.Tools;

/// <summary>A clock that stands still until a test moves it. It has no timers: what waits by itself is not tested with it.</summary>
public sealed class SettableTime(DateTimeOffset start) : TimeProvider
{
    /// <summary>A working day, far from midnight and from the change to summer time.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 18, 10, 0, 0, TimeSpan.Zero);

    private DateTimeOffset _now = start;

    public SettableTime() : this(Start) { }

    public DateTimeOffset Now => _now;

    public void Advance(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("This clock has no timers.");
}
