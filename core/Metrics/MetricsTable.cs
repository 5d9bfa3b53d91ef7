using System.Collections.Immutable;

namespace ChatOps.Core.Metrics;

/// <summary>
/// The table that agents write to, in Log Analytics: each minute one row per GPU, on which the columns of the machine stand again; one row
/// without a GPU where none can be read. <c>OnMachine/gpu-agent</c> writes them, and names them the same.
/// </summary>
public static class MetricsTable
{
    public const string Name = "GpuMetrics_CL";

    /// <summary>What a data collection rule calls what comes in for it.</summary>
    public const string Stream = "Custom-GpuMetrics_CL";

    /// <summary>Names and types as Log Analytics has them. All but the first three may be null: not measured.</summary>
    public static readonly ImmutableArray<(string Name, string Type)> Columns =
    [
        ("TimeGenerated", "datetime"),
        // A machine's id, as the names of its resources have it.
        ("Machine", "string"),
        // Which of the agents' versions wrote it.
        ("Agent", "string"),
        ("Gpu", "int"),
        ("UtilPct", "real"),
        ("MemUsedMiB", "real"),
        ("MemTotalMiB", "real"),
        ("PowerW", "real"),
        ("TempC", "real"),
        ("EccErrors", "int"),
        ("Xid", "int"),
        // Of the compute processes on this GPU, how many there are, and the one that holds the most memory.
        ("Procs", "int"),
        ("ProcPid", "int"),
        ("ProcName", "string"),
        ("ProcMemMiB", "real"),
        ("CpuPct", "real"),
        ("IoWaitPct", "real"),
        ("DiskMBps", "real"),
        ("NetMBps", "real"),
        ("Sessions", "int"),
        // What kinds of sessions: "ssh jupyter vscode".
        ("SessionKinds", "string"),
        // What was typed on the machine: gpu keep, gpu done.
        ("KeepUntil", "datetime"),
        ("DoneAt", "datetime"),
        // When Azure takes a spot machine back.
        ("EvictionAt", "datetime"),
    ];
}
