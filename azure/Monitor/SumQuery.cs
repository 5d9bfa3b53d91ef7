using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;

namespace ChatOps.Azure.Monitor;

/// <summary>What machines' GPUs did in all of a stretch of time, added up where the rows are, to one row per machine and GPU.</summary>
public static class SumQuery
{
    /// <summary>
    /// Bins of five minutes first, as in <see cref="UseQuery"/>, and then their sums. Without a GPU, or without its utilization, nothing is known:
    /// such minutes are in no sum, and of such a GPU there is no row.
    /// </summary>
    public static readonly string Summary = $"""
        | where isnotnull(Gpu)
        | summarize
            Minutes = count_distinctif(bin(TimeGenerated, 1m), isnotnull(UtilPct)),
            Most = max(UtilPct), Mean = avg(UtilPct), Held = max(MemUsedMiB), Has = max(MemTotalMiB), Cpu = avg(CpuPct), IoWait = avg(IoWaitPct)
            by Machine, Gpu, Begin = bin(TimeGenerated, 5m)
        | where Minutes > 0
        | extend IsUsed = Most >= {GpuUseLimits.UsedFrom}, IsOnDisk = coalesce(IoWait, 0.0) >= {GpuUseLimits.WaitingCores}
        | extend IsStarving = IsUsed and Mean < {GpuUseLimits.StarvedBelow} and (IsOnDisk or coalesce(Cpu, 0.0) >= {GpuUseLimits.BusyCores})
        | summarize
            Measured = sum(Minutes), Used = sumif(Minutes, IsUsed), Work = sumif(Minutes * Mean / 100, IsUsed),
            Starving = sumif(Minutes, IsStarving), OnDisk = sumif(Minutes, IsStarving and IsOnDisk),
            StarvingWork = sumif(Minutes * Mean / 100, IsStarving), MaxUtil = max(Most), MaxMemMiB = max(Held), MemMiB = max(Has)
            by Machine, Gpu
        | project Machine, Gpu, Measured, Used, Work, Starving, OnDisk, StarvingWork, MaxUtil, MaxMemMiB, MemMiB
        """;

    /// <exception cref="ArgumentException">Something is no machine's id.</exception>
    public static string Of(QueryTimeRange range, IEnumerable<MachineId> machines) => UseQuery.Of(range, UseQuery.OneOf(machines), Summary);
}

/// <summary>What <see cref="SumQuery"/> is answered with, by the same names.</summary>
internal enum SumColumn { Machine, Gpu, Measured, Used, Work, Starving, OnDisk, StarvingWork, MaxUtil, MaxMemMiB, MemMiB }
