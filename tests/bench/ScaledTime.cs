using System.Diagnostics;

namespace ChatOps.Bench;

/// <summary>A clock that runs faster than the real one from a moment on. Product and stand-in share it.</summary>
/// <param name="speed">How many of its seconds pass in one.</param>
internal sealed class ScaledTime(DateTimeOffset start, double speed) : TimeProvider
{
    private readonly long _began = Stopwatch.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => start + Stopwatch.GetElapsedTime(_began) * speed;

    /// <summary>How long that is on the real clock.</summary>
    public TimeSpan Real(TimeSpan time) => time / speed;

    /// <summary>Waits until then, or not at all if that is past.</summary>
    public async Task UntilAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var wait = (at - GetUtcNow()) / speed;
        if (wait > TimeSpan.Zero) await Task.Delay(wait, System, cancellationToken);
    }
}
