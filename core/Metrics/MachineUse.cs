using System.Collections.Immutable;

namespace ChatOps.Core.Metrics;

/// <summary>What one machine did in a stretch of time, as its agent measured it.</summary>
public sealed record MachineUse
{
    /// <summary>By <see cref="UseBin.Begin"/>, then by GPU. Bins without a sample are missing.</summary>
    public required ImmutableArray<UseBin> Bins { get; init; }
    /// <summary>How long each bin is; they begin at multiples of it since midnight UTC.</summary>
    public required TimeSpan BinLength { get; init; }
    /// <summary>When its newest sample was taken.</summary>
    public required DateTimeOffset LastSampleAt { get; init; }
    /// <summary>The process that held the most memory of a GPU in the newest sample; null when none did.</summary>
    public GpuProcess? Holder { get; init; }
    /// <summary>Until when it is to be kept, as <c>gpu keep</c> has said on it and its newest sample still tells.</summary>
    public DateTimeOffset? KeepUntil { get; init; }
    /// <summary>Likewise when <c>gpu done</c> has said on it that it is no longer needed.</summary>
    public DateTimeOffset? DoneAt { get; init; }
    /// <summary>From when Azure takes its spot capacity back, as it told the machine.</summary>
    public DateTimeOffset? EvictionAt { get; init; }
    /// <summary>Uncorrected memory errors of its GPUs since they were reset, in the newest samples.</summary>
    public int EccErrors { get; init; }
    /// <summary>The newest XID error that the driver reported, see NVIDIA's list of them; null for none.</summary>
    public int? Xid { get; init; }
}

/// <summary>One GPU, and what was around it, in one bin of time. A sample is taken each minute; what was not measured is NaN.</summary>
public readonly record struct UseBin
{
    public required DateTimeOffset Begin { get; init; }
    /// <summary>Its index on the machine; −1 where the machine cannot read its GPUs.</summary>
    public required int Gpu { get; init; }
    /// <summary>How many different minutes were sampled.</summary>
    public required int Samples { get; init; }
    /// <summary>How many of these have no utilization, which MIG and a broken driver do not tell.</summary>
    public int Unmeasured { get; init; }
    /// <summary>Of the time in which any kernel ran, in percent.</summary>
    public required float MaxUtilization { get; init; }
    public required float MeanUtilization { get; init; }
    /// <summary>The most that was held.</summary>
    public float MemoryGiB { get; init; }
    public float MaxPowerWatts { get; init; }
    /// <summary>Compute processes; the most.</summary>
    public int Processes { get; init; }

    /// <summary>Of all cores together, in percent; the most, and the mean.</summary>
    public float MaxCpu { get; init; }
    public float MeanCpu { get; init; }
    /// <summary>Of the time in which a core waited for a disk, in percent.</summary>
    public float MeanIoWait { get; init; }
    /// <summary>Read and written, in MB per second; the most.</summary>
    public float MaxDisk { get; init; }
    /// <summary>Received and sent, in MB per second; the most.</summary>
    public float MaxNetwork { get; init; }
    /// <summary>Terminals somebody typed in lately, busy notebooks and connected editors; the most.</summary>
    public int Sessions { get; init; }
}

/// <param name="Gpu">Index of the GPU.</param>
/// <param name="Name">As the driver tells it: a path, and whatever somebody has called their program.</param>
public sealed record GpuProcess(int Gpu, int Pid, string Name, double MemoryGiB)
{
    /// <summary>Without its folders, and fit to be shown.</summary>
    public string ShortName => Words.Echo.Of(Name[(Name.LastIndexOf('/') + 1)..]);
}
