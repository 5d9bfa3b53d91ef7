namespace ChatOps.Tests.Tools;

/// <summary>A clock that is ten minutes further each time it is looked at, so that whatever was set off is over by the next look.</summary>
public sealed class RushingTime : TimeProvider
{
    private DateTimeOffset _now = SettableTime.Start;

    public override DateTimeOffset GetUtcNow() => _now += TimeSpan.FromMinutes(10);
}
