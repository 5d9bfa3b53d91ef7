using System.Globalization;
using System.Text;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;

namespace ChatOps.Azure.Monitor;

/// <summary>
/// What machines did, summarised where the rows are, to one row per machine, GPU and bin. It is made of constants, times and
/// machines' ids; nothing that anybody typed is in it.
/// </summary>
public static class UseQuery
{
    /// <summary>In KQL, how long a bin is: see <see cref="Summary"/>.</summary>
    public static readonly TimeSpan Bin = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Rows may arrive twice, so that minutes are counted and not rows. The columns of the machine stand on each of its GPUs' rows. Of GPU null
    /// is the row of a machine that cannot read its GPUs. Of what was typed on it the newest row tells: what no longer stands there was taken back.
    /// </summary>
    public const string Summary = """
        | summarize
            Samples = count_distinct(bin(TimeGenerated, 1m)),
            Measured = count_distinctif(bin(TimeGenerated, 1m), isnotnull(UtilPct)),
            MaxUtil = max(UtilPct), MeanUtil = avg(UtilPct),
            MaxMemMiB = max(MemUsedMiB), MaxPowerW = max(PowerW), MaxProcs = max(Procs),
            MaxCpu = max(CpuPct), MeanCpu = avg(CpuPct), MeanIoWait = avg(IoWaitPct),
            MaxDisk = max(DiskMBps), MaxNet = max(NetMBps), MaxSessions = max(Sessions),
            EvictionAt = max(EvictionAt),
            (LastAt, Pid, Process, ProcessMiB, Ecc, KeepUntil, DoneAt) =
                arg_max(TimeGenerated, ProcPid, ProcName, ProcMemMiB, EccErrors, KeepUntil, DoneAt),
            (XidAt, LastXid) = arg_max(iff(isnull(Xid), datetime(null), TimeGenerated), Xid)
            by Machine, Gpu, Begin = bin(TimeGenerated, 5m)
        | project Machine, Gpu, Begin, Samples, Measured, MaxUtil, MeanUtil, MaxMemMiB, MaxPowerW, MaxProcs, MaxCpu, MeanCpu, MeanIoWait,
            MaxDisk, MaxNet, MaxSessions, KeepUntil, DoneAt, EvictionAt, LastAt, Pid, Process = substring(Process, 0, 100), ProcessMiB, Ecc,
            XidAt, LastXid
        """;

    /// <summary>What a part of all machines did.</summary>
    /// <param name="page">From 0.</param>
    /// <param name="pages">How many parts there are; each machine is in one.</param>
    public static string OfPage(QueryTimeRange range, int page, int pages) =>
        Of(range, string.Create(CultureInfo.InvariantCulture, $"hash(Machine, {pages}) == {page}"));

    /// <exception cref="ArgumentException">Something is no machine's id.</exception>
    public static string OfMachines(QueryTimeRange range, IEnumerable<MachineId> machines) => Of(range, OneOf(machines));

    /// <summary>The condition that a row is of one of these.</summary>
    /// <exception cref="ArgumentException">Something is no machine's id.</exception>
    internal static string OneOf(IEnumerable<MachineId> machines)
    {
        var these = new StringBuilder("Machine in (");
        foreach (var machine in machines)
        {
            // It becomes part of a query: a hex number, or nothing.
            if (MachineId.Parse(machine.Value) is not { } id) throw new ArgumentException("That is no machine's id.", nameof(machines));
            these.Append(these[^1] == '(' ? "\"" : ", \"").Append(id.Value).Append('"');
        }
        return these.Append(')').ToString();
    }

    private static string Of(QueryTimeRange range, string which) => Of(range, which, Summary);

    internal static string Of(QueryTimeRange range, string which, string summary) => $"""
        {MetricsTable.Name}
        | where TimeGenerated >= datetime({range.Start.UtcDateTime:O}) and TimeGenerated < datetime({range.End.UtcDateTime:O})
        | where {which}
        {summary}
        """;
}

/// <summary>What <see cref="UseQuery"/> is answered with, by the same names.</summary>
internal enum UseColumn
{
    Machine, Gpu, Begin, Samples, Measured, MaxUtil, MeanUtil, MaxMemMiB, MaxPowerW, MaxProcs, MaxCpu, MeanCpu, MeanIoWait,
    MaxDisk, MaxNet, MaxSessions, KeepUntil, DoneAt, EvictionAt, LastAt, Pid, Process, ProcessMiB, Ecc, XidAt, LastXid,
}
