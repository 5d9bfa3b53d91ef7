using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Metrics;
using ChatOps.Core.Utilization;

namespace ChatOps.Sandbox.History;

/// <summary>What the GPUs of machines that there might have been did on each day.</summary>
public static class PastUse
{
    /// <summary>What people do with a machine: for how much of its time it is used, how hard, and how often it waits for the rest of the machine.</summary>
    private sealed record Habit(double Weight, (double Least, double Most) Used, (double Least, double Most) Works, double Starves);

    private static readonly Habit[] Habits =
    [
        new(6, (0.85, 0.98), (0.75, 0.96), 0),
        new(2, (0.3, 0.6), (0.2, 0.5), 0),
        new(1, (0.7, 0.9), (0.25, 0.4), 0.6),
        new(1, (0.05, 0.2), (0.3, 0.7), 0),
    ];

    /// <summary>Day by day where the team is.</summary>
    public static IEnumerable<UseDay> Of(Machine machine, TimeZoneInfo zone)
    {
        var (chance, end) = (Chance.Of($"use/{machine.Id}"), machine.GoneAt ?? machine.LaunchedAt);
        var habit = chance.OneOf(Habits, choice => choice.Weight);
        var records = UsageRecord.Of(machine, end).Where(record => record.Kind == UsageKind.Compute).ToList();
        for (var day = CalendarDay.Of(machine.LaunchedAt, zone); day.Begin < end; day = CalendarDay.Of(day.End, zone))
        {
            var on = records.Select(record => record.Within(day.Begin, day.End)).OfType<UsageRecord>().ToList();
            var minutes = (int)on.Sum(record => record.Billed.TotalMinutes);
            if (minutes == 0 || machine.ReadyAt is null) continue;
            yield return new UseDay
            {
                Machine = machine.Id,
                Date = day.Date,
                Begin = day.Begin,
                End = day.End,
                GpuHours = on.Sum(record => record.GpuHours),
                Gpus = [.. Enumerable.Range(0, machine.Size.GpuCount).Select(gpu => Gpu(gpu, machine, minutes, habit, chance))],
            };
        }
    }

    private static GpuUse Gpu(int gpu, Machine machine, int minutes, Habit habit, Chance chance)
    {
        var used = (int)(minutes * chance.Between(habit.Used.Least, habit.Used.Most));
        var (works, starving) = (chance.Between(habit.Works.Least, habit.Works.Most), (int)(used * habit.Starves));
        return new GpuUse
        {
            Gpu = gpu,
            Measured = minutes,
            Used = used,
            Work = Math.Round(used * works, 1),
            Starving = starving,
            OnDisk = starving / 2,
            StarvingWork = Math.Round(starving * works, 1),
            MaxUtilization = Math.Round(100 * chance.Between(works, 1)),
            MaxMemoryGiB = Math.Round(machine.Size.GpuMemoryGiB * chance.Between(0.3, 0.95), 1),
            MemoryGiB = machine.Size.GpuMemoryGiB,
        };
    }
}
