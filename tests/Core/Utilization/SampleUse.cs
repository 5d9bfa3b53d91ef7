using System.Globalization;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Metrics;
using ChatOps.Core.Utilization;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Metering;

namespace ChatOps.Tests.Core.Utilization;

/// <summary>A machine with one GPU, at 2 an hour, and what it did on a day in UTC. Tests change one thing of it.</summary>
internal static class SampleUse
{
    public static readonly Money Price = new(2, "USD");

    public static readonly GpuUse Busy = new() { Gpu = 0, Measured = 60, Used = 60, Work = 48, MaxUtilization = 95, MaxMemoryGiB = 60, MemoryGiB = 80 };

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public static UsageRecord On(string from, double hours) => SampleUsage.From(At(from), hours) with { PerHour = Price };

    /// <param name="hours">For how many it was on, of one GPU.</param>
    public static UseDay Day(string date, double hours, params GpuUse[] gpus) => new()
    {
        Machine = On($"{date}T00:00Z", 1).Machine,
        Date = DateOnly.Parse(date, CultureInfo.InvariantCulture),
        Begin = At($"{date}T00:00Z"),
        End = At($"{date}T00:00Z").AddDays(1),
        GpuHours = hours,
        Gpus = [.. gpus],
    };

    /// <summary>One GPU: minutes that were measured, that it was used, and that it would have been at 100 %.</summary>
    public static GpuUse Gpu(int measured, int used, double work) => new() { Gpu = 0, Measured = measured, Used = used, Work = work };

    public static UtilizationSheet Sheet(IEnumerable<UsageRecord> records, params UseDay[] days) =>
        UtilizationSheet.Of(new CostSheet(At("2026-11-01T00:00Z"), At("2026-12-01T00:00Z"), "USD", [.. records]), days);

    public static UsageRecord Of(this UsageRecord record, string machine, string team = "vision") =>
        record with { Machine = new MachineId(machine), Name = machine, Team = team };
}
