using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Core.Reaping.Rules;

/// <summary>What is not known is not idle. Only its lease ends such a machine.</summary>
public static class NoMetrics
{
    /// <summary>Samples come a minute or two after they were taken; what is older says nothing of now.</summary>
    public static readonly TimeSpan Freshest = TimeSpan.FromMinutes(5);

    /// <summary>Of the minutes of the window, how many must have been measured.</summary>
    public const double Coverage = 0.9;

    public static Verdict Judge(Case c)
    {
        if (c.Machine.Phase != Phase.Running) return new Verdict(RuleName.NoMetrics, VerdictKind.NoOpinion, "It does not run.");
        return Missing(c) is { } missing
            ? new Verdict(RuleName.NoMetrics, VerdictKind.Keep, missing) { Since = SilentSince(c) }
            : new Verdict(RuleName.NoMetrics, VerdictKind.NoOpinion, "All of the time was measured.");
    }

    /// <summary>Since when nothing has been heard of a machine that runs.</summary>
    public static DateTimeOffset? SilentSince(Case c) => c.Use is { } use && use.LastSampleAt > c.Machine.RunningSince
        ? c.Now - use.LastSampleAt > Freshest ? use.LastSampleAt : null
        : c.Machine.RunningSince;

    private static string? Missing(Case c)
    {
        if (SilentSince(c) is { } since) return $"Nothing has been heard of it for {Durations.Show(c.Now - since)}.";
        var bins = c.Bins.ToList();
        for (var gpu = 0; gpu < c.Machine.Size.GpuCount; gpu++)
        {
            var own = bins.Where(bin => bin.Gpu == gpu).ToList();
            var name = c.Machine.Size.GpuCount == 1 ? "its GPU" : $"GPU {gpu}";
            if (own.Sum(bin => bin.Unmeasured) is > 0 and var minutes) return $"The utilization of {name} is missing for {Plural.Of(minutes, "minute")}.";
            var (measured, wanted) = (own.Sum(bin => bin.Samples), Wanted(c));
            if (measured < Coverage * wanted) return $"Of {name} {measured} of the last {wanted:0} minutes were measured.";
        }
        return null;
    }

    /// <summary>The minutes from the beginning of the window's first bin to the newest sample.</summary>
    private static double Wanted(Case c)
    {
        if (c.Use is not { } use) return 0;
        var window = c.Now - c.Window;
        // What was done in the bin in which somebody said that they are done is not looked at.
        var begin = c.DoneAt is { } done && done > window ? NextBin(done, use.BinLength) : window;
        return Math.Max(0, Math.Floor((use.LastSampleAt - begin).TotalMinutes));
    }

    private static DateTimeOffset NextBin(DateTimeOffset at, TimeSpan length) => at.AddTicks(length.Ticks - at.UtcTicks % length.Ticks);
}
