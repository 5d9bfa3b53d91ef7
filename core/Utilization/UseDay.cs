using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;

namespace ChatOps.Core.Utilization;

/// <summary>What one machine's GPUs did on one calendar day, where its team is.</summary>
public sealed record UseDay
{
    public required MachineId Machine { get; init; }
    public required DateOnly Date { get; init; }
    public required DateTimeOffset Begin { get; init; }
    /// <summary>Of a day that goes on, up to when it is told of.</summary>
    public required DateTimeOffset End { get; init; }
    /// <summary>How many hours of whole GPUs it was billed for in it.</summary>
    public required double GpuHours { get; init; }
    public required ImmutableArray<GpuUse> Gpus { get; init; }

    /// <summary>All of its GPUs together.</summary>
    [JsonIgnore] public UseSums Sums => Gpus.Aggregate(default(UseSums), (sums, gpu) => sums + UseSums.Of(gpu));

    /// <summary>
    /// Of so many hours of its GPUs, which are spread evenly over those for which it was on. An agent may have been heard a little longer than the
    /// machine was billed for; then no more was measured than there was.
    /// </summary>
    public UseSums In(double gpuHours) => Sums is { Measured: > 0 } sums ? sums * (gpuHours / Math.Max(GpuHours, sums.Measured)) : default;
}

/// <summary>What GPUs did, in hours of whole GPUs; see <see cref="GpuUse"/> for what each is.</summary>
public readonly record struct UseSums(double Measured, double Used, double Work, double Starving, double OnDisk, double StarvingWork)
{
    private const double Minutes = 60;

    /// <summary>Hours in which nothing ran on them.</summary>
    public double Idle => Measured - Used;

    public static UseSums Of(GpuUse gpu) => new UseSums(
        gpu.Measured, gpu.Used, gpu.Work, gpu.Starving, gpu.OnDisk, gpu.StarvingWork) * (1 / Minutes);

    public static UseSums operator +(UseSums one, UseSums other) => new(
        one.Measured + other.Measured, one.Used + other.Used, one.Work + other.Work,
        one.Starving + other.Starving, one.OnDisk + other.OnDisk, one.StarvingWork + other.StarvingWork);

    public static UseSums operator *(UseSums sums, double by) => new(
        sums.Measured * by, sums.Used * by, sums.Work * by, sums.Starving * by, sums.OnDisk * by, sums.StarvingWork * by);
}
