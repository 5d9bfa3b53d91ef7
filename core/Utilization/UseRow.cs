using System.Text.Json.Serialization;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;

namespace ChatOps.Core.Utilization;

/// <summary>
/// A <see cref="UseDay"/> as rows have it: what can be set after it was made and has few names in it is read several times as fast, and a report reads
/// hundreds of thousands.
/// </summary>
internal sealed class UseRow
{
    public MachineId Machine { get; set; }
    public DateOnly Date { get; set; }
    public DateTimeOffset Begin { get; set; }
    public DateTimeOffset End { get; set; }
    public double GpuHours { get; set; }
    /// <summary>Of each GPU all that <see cref="GpuUse"/> has, in its order.</summary>
    public double[][]? Uses { get; set; }
    /// <summary>Likewise by name, in rows of an older version.</summary>
    public List<GpuUse>? Gpus { get; set; }

    [JsonIgnore]
    public UseDay Day => new()
    {
        Machine = Machine,
        Date = Date,
        Begin = Begin,
        End = End,
        GpuHours = GpuHours,
        Gpus = Uses is null ? [.. Gpus ?? []] : [.. Uses.Select(Use)],
    };

    public static UseRow Of(UseDay day) => new()
    {
        Machine = day.Machine,
        Date = day.Date,
        Begin = day.Begin,
        End = day.End,
        GpuHours = day.GpuHours,
        Uses = [.. day.Gpus.Select(Numbers)],
    };

    private static double[] Numbers(GpuUse use) =>
    [
        use.Gpu, use.Measured, use.Used, use.Work, use.Starving, use.OnDisk, use.StarvingWork, use.MaxUtilization, use.MaxMemoryGiB, use.MemoryGiB,
    ];

    private static GpuUse Use(double[] numbers) => new()
    {
        Gpu = (int)numbers[0],
        Measured = (int)numbers[1],
        Used = (int)numbers[2],
        Work = numbers[3],
        Starving = (int)numbers[4],
        OnDisk = (int)numbers[5],
        StarvingWork = numbers[6],
        MaxUtilization = numbers[7],
        MaxMemoryGiB = numbers[8],
        MemoryGiB = numbers[9],
    };
}
