namespace ChatOps.Sandbox;

/// <summary>A clock that stands still until it is moved. Product and stand-ins share it.</summary>
public sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Never backwards.</summary>
    public void MoveTo(DateTimeOffset at)
    {
        if (at > GetUtcNow()) Interlocked.Exchange(ref _ticks, at.UtcTicks);
    }
}
