using ChatOps.Core.Metrics;

namespace ChatOps.Core.Reaping;

/// <summary>What counts as use, and for how long there has been none.</summary>
public static class IdleTime
{
    /// <summary>What a set-up or a download moves, in MB per second, and a machine that is asleep does not.</summary>
    public const int DiskMBps = 50;
    public const int NetworkMBps = 20;

    /// <summary>What a minute without use says nothing of.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(10);

    public static bool UsesGpu(this UseBin bin, IdleSettings settings) => bin.MaxUtilization >= settings.Threshold;

    public static bool UsesCpu(this UseBin bin, IdleSettings settings) => bin.MeanCpu >= settings.Cpu;

    public static bool MovesData(this UseBin bin) => bin.MaxDisk >= DiskMBps || bin.MaxNetwork >= NetworkMBps;

    public static bool IsUse(this UseBin bin, IdleSettings settings) =>
        bin.UsesGpu(settings) || bin.Sessions > 0 || bin.UsesCpu(settings) || bin.MovesData();

    /// <summary>
    /// Since when nothing of it has been in use, as far back as is known; null when it is in use. A bin in which a GPU did not tell, or
    /// after which there is a gap, is no idle one.
    /// </summary>
    public static DateTimeOffset? Since(Case c)
    {
        if (c.Use is not { Bins: [.., var newest] } use) return null;
        var (since, later) = (use.Bins[0].Begin, newest.Begin);
        for (var i = use.Bins.Length - 1; i >= 0; i--)
        {
            var bin = use.Bins[i];
            if (bin.Begin + use.BinLength < later)
            {
                since = later;
                break;
            }
            if (bin.IsUse(c.Settings) || bin.Unmeasured > 0)
            {
                since = bin.Begin + use.BinLength;
                break;
            }
            later = bin.Begin;
        }
        if (since > newest.Begin) return null;
        // What goes on is older than what was looked at.
        if (since == use.Bins[0].Begin && (c.IdleSince ?? c.Idle.Warning?.Since) is { } before && before < since) since = before;
        return Later(Later(since, c.Machine.RunningSince), c.DoneAt);
    }

    /// <summary>Of machines that were looked at, those that are known to do nothing, the dearest first.</summary>
    public static IEnumerable<(Case Case, Judgement Judgement, DateTimeOffset Since)> IdleOf(IEnumerable<(Case Case, Judgement Judgement)> asked) => asked
        .Select(one => (one.Case, one.Judgement, Since: Since(one.Case)))
        .Where(one => one.Case.Now - one.Since >= Shortest && one.Judgement.Of(RuleName.NoMetrics).Kind != VerdictKind.Keep)
        .Select(one => (one.Case, one.Judgement, one.Since ?? one.Case.Now))
        .OrderByDescending(one => one.Case.Machine.PerHour?.Amount ?? 0)
        .ThenBy(one => one.Case.Machine.Name, StringComparer.Ordinal);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;
}
