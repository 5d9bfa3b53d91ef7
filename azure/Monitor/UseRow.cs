using ChatOps.Core.Metrics;

namespace ChatOps.Azure.Monitor;

/// <summary>One row of the answer to <see cref="UseQuery"/>, while it is read. What is null in it is NaN or null here.</summary>
internal struct UseRow
{
    /// <summary>Of a machine that cannot read its GPUs.</summary>
    private const int NoGpu = -1;

    private const double MiBPerGiB = 1024;

    public int? Gpu;
    public DateTimeOffset? Begin, KeepUntil, DoneAt, EvictionAt, LastAt, XidAt;
    public int? Samples, Measured, MaxProcs, MaxSessions, Pid, Ecc, LastXid;
    public double MaxUtil, MeanUtil, MaxMemMiB, MaxPowerW, MaxCpu, MeanCpu, MeanIoWait, MaxDisk, MaxNet, ProcessMiB;
    public string? Process;

    public readonly int GpuIndex => Gpu ?? NoGpu;

    public readonly UseBin Bin(DateTimeOffset begin) => new()
    {
        Begin = begin,
        Gpu = GpuIndex,
        Samples = Samples ?? 0,
        Unmeasured = Math.Max(0, (Samples ?? 0) - (Measured ?? 0)),
        MaxUtilization = (float)MaxUtil,
        MeanUtilization = (float)MeanUtil,
        MemoryGiB = (float)(MaxMemMiB / MiBPerGiB),
        MaxPowerWatts = (float)MaxPowerW,
        Processes = MaxProcs ?? 0,
        MaxCpu = (float)MaxCpu,
        MeanCpu = (float)MeanCpu,
        MeanIoWait = (float)MeanIoWait,
        MaxDisk = (float)MaxDisk,
        MaxNetwork = (float)MaxNet,
        Sessions = MaxSessions ?? 0,
    };

    /// <returns>Null when no process holds it.</returns>
    public readonly GpuProcess? Holder() => (Pid, Process) is ({ } pid, { Length: > 0 } name)
        ? new GpuProcess(GpuIndex, pid, name, double.IsFinite(ProcessMiB) ? ProcessMiB / MiBPerGiB : 0)
        : null;
}
