using System.Text.Json.Serialization;

namespace ChatOps.Core.Metrics;

/// <summary>
/// What one GPU did in a stretch of time, added up over bins of five minutes. A bin is used as <see cref="GpuUseLimits"/> have it. All but the
/// most may be added up further.
/// </summary>
public sealed record GpuUse
{
    /// <summary>Its index on the machine.</summary>
    public required int Gpu { get; init; }
    /// <summary>Minutes of which its utilization is known.</summary>
    public required int Measured { get; init; }
    /// <summary>Of these, those in bins in which it was used.</summary>
    public int Used { get; init; }
    /// <summary>What it did in the used ones, as minutes at 100 %.</summary>
    public double Work { get; init; }
    /// <summary>Of the used ones, those in which it waited for the rest of the machine.</summary>
    public int Starving { get; init; }
    /// <summary>Of the starving ones, those in which cores waited for a disk; in the others they were busy.</summary>
    public int OnDisk { get; init; }
    /// <summary>What it did in the starving ones, as minutes at 100 %.</summary>
    public double StarvingWork { get; init; }
    /// <summary>The most of any sample, in percent; 0 where none is known.</summary>
    public double MaxUtilization { get; init; }
    /// <summary>The most that was held of its memory.</summary>
    public double MaxMemoryGiB { get; init; }
    /// <summary>How much there is; 0 where that is not known.</summary>
    public double MemoryGiB { get; init; }

    /// <summary>The part of its memory that was held at the most; null where that is not known.</summary>
    [JsonIgnore] public double? MaxMemoryShare => MemoryGiB > 0 ? MaxMemoryGiB / MemoryGiB : null;
}

/// <summary>From when on a bin of five minutes counts as what. But for the first and the second all of them are this product's own.</summary>
public static class GpuUseLimits
{
    /// <summary>Percent that any sample has at the least where a GPU is in use: what the reaper takes for use where nobody says otherwise.</summary>
    public const int UsedFrom = 5;

    /// <summary>Percent below which the mean of a GPU that is used is low.</summary>
    public const int StarvedBelow = 50;

    /// <summary>Percent of all cores from which on they are busy, and of their time from which on they wait for disks: then the GPU waits for them.</summary>
    public const int BusyCores = 90;

    /// <inheritdoc cref="BusyCores"/>
    public const int WaitingCores = 10;
}
