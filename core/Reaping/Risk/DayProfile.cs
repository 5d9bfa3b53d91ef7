using System.Collections.Immutable;

namespace ChatOps.Core.Reaping.Risk;

/// <summary>At which hours of the day (UTC) there was use: of the half hours that were seen, in how many. An old one counts for less.</summary>
public sealed record DayProfile
{
    /// <summary>What is seen at a time.</summary>
    public static readonly TimeSpan Slot = TimeSpan.FromMinutes(30);

    public static DayProfile None { get; } = new() { Seen = [.. new double[24]], Used = [.. new double[24]], At = DateTimeOffset.UnixEpoch };

    /// <summary>By hour, as of <see cref="At"/>.</summary>
    public required ImmutableArray<double> Seen { get; init; }
    public required ImmutableArray<double> Used { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <param name="slot">When the half hour began.</param>
    /// <param name="used">Was there any use in it.</param>
    public DayProfile Saw(DateTimeOffset slot, bool used, TimeSpan halfLife)
    {
        var newest = slot > At ? slot : At;
        var (old, weight) = (Decay(newest - At, halfLife), Decay(newest - slot, halfLife));
        var (seen, use) = (Seen.ToBuilder(), Used.ToBuilder());
        for (var hour = 0; hour < seen.Count; hour++) (seen[hour], use[hour]) = (seen[hour] * old, use[hour] * old);
        var at = slot.UtcDateTime.Hour;
        seen[at] += weight;
        if (used) use[at] += weight;
        return new() { Seen = seen.MoveToImmutable(), Used = use.MoveToImmutable(), At = newest };
    }

    /// <summary>Half hours seen, and those with use, in the hour of now and in that half an hour on, by what they weigh now.</summary>
    public (double Seen, double Used) Around(DateTimeOffset now, TimeSpan halfLife)
    {
        var (first, second, decay) = (now.UtcDateTime.Hour, (now + Slot).UtcDateTime.Hour, Decay(now - At, halfLife));
        return first == second
            ? (Seen[first] * decay, Used[first] * decay)
            : ((Seen[first] + Seen[second]) * decay, (Used[first] + Used[second]) * decay);
    }

    private static double Decay(TimeSpan age, TimeSpan halfLife) => age <= TimeSpan.Zero ? 1 : double.Exp2(-(age / halfLife));
}
