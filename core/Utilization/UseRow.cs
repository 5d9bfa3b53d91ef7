using System.Text.Json.Serialization;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;

namespace ChatOps.Core.Utilization;

/// <summary>A <see cref="UseDay"/> as rows have it, which can be set after it was made: that reads twice as fast, and a report reads hundreds of thousands.</summary>
internal sealed class UseRow
{
    public MachineId Machine { get; set; }
    public DateOnly Date { get; set; }
    public DateTimeOffset Begin { get; set; }
    public DateTimeOffset End { get; set; }
    public double GpuHours { get; set; }
    public List<GpuUseRow> Gpus { get; set; } = [];

    public static UseRow Of(UseDay day) => new()
    {
        Machine = day.Machine,
        Date = day.Date,
        Begin = day.Begin,
        End = day.End,
        GpuHours = day.GpuHours,
        Gpus = [.. day.Gpus.Select(GpuUseRow.Of)],
    };

    [JsonIgnore]
    public UseDay Day => new()
    {
        Machine = Machine,
        Date = Date,
        Begin = Begin,
        End = End,
        GpuHours = GpuHours,
        Gpus = [.. Gpus.Select(gpu => gpu.Use)],
    };
}

internal sealed class GpuUseRow
{
    public int Gpu { get; set; }
    public int Measured { get; set; }
    public int Used { get; set; }
    public double Work { get; set; }
    public int Starving { get; set; }
    public int OnDisk { get; set; }
    public double StarvingWork { get; set; }
    public double MaxUtilization { get; set; }
    public double MaxMemoryGiB { get; set; }
    public double MemoryGiB { get; set; }

    public static GpuUseRow Of(GpuUse use) => new()
    {
        Gpu = use.Gpu,
        Measured = use.Measured,
        Used = use.Used,
        Work = use.Work,
        Starving = use.Starving,
        OnDisk = use.OnDisk,
        StarvingWork = use.StarvingWork,
        MaxUtilization = use.MaxUtilization,
        MaxMemoryGiB = use.MaxMemoryGiB,
        MemoryGiB = use.MemoryGiB,
    };

    [JsonIgnore]
    public GpuUse Use => new()
    {
        Gpu = Gpu,
        Measured = Measured,
        Used = Used,
        Work = Work,
        Starving = Starving,
        OnDisk = OnDisk,
        StarvingWork = StarvingWork,
        MaxUtilization = MaxUtilization,
        MaxMemoryGiB = MaxMemoryGiB,
        MemoryGiB = MemoryGiB,
    };
}
