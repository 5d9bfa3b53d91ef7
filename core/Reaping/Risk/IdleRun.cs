namespace ChatOps.Core.Reaping.Risk;

/// <summary>A machine that is idle right now.</summary>
public sealed record IdleRun
{
    public required DateTimeOffset Now { get; init; }
    /// <summary>The end of the last five minutes with use; of what was never used, when it was ready.</summary>
    public required DateTimeOffset Since { get; init; }
    /// <summary>How many spans of five minutes were looked at of the last three hours; fewer when it is on for less.</summary>
    public required int RecentBins { get; init; }
    /// <summary>How many of these had use.</summary>
    public required int RecentUsed { get; init; }

    public TimeSpan Length => Now - Since;

    private const int ThreeHours = 36;

    /// <summary>The same run when it has lasted so long: what was used before falls out of the last three hours.</summary>
    internal IdleRun When(TimeSpan length)
    {
        var more = (int)((length - Length) / RunLengths.Shortest);
        if (more <= 0) return this;
        return this with
        {
            RecentBins = Math.Max(RecentBins, Math.Min(ThreeHours, RecentBins + more)),
            RecentUsed = Math.Min(RecentUsed, Math.Max(0, ThreeHours - (int)(length / RunLengths.Shortest))),
        };
    }
}
