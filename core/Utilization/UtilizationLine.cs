using System.Collections.Immutable;
using ChatOps.Core.Metering;

namespace ChatOps.Core.Utilization;

/// <summary>A stretch of time in which one machine was on, and what its GPUs did in it.</summary>
/// <param name="Record">Of compute; where one was only in part of a day, it has that part of what was measured on the day.</param>
public sealed record UtilizationPart(UsageRecord Record, UseSums Sums)
{
    /// <summary>What was paid for it, in a currency; null where no price is known in it.</summary>
    public decimal? Paid(string currency) => Record.Cost is { } cost && cost.Currency == currency ? cost.Amount : null;

    /// <summary>What of it lies between two moments; null for nothing.</summary>
    public UtilizationPart? Within(DateTimeOffset begin, DateTimeOffset end) =>
        Record.Within(begin, end) is { } part ? new UtilizationPart(part, Sums * (part.Billed / Record.Billed)) : null;
}

/// <summary>What some parts come to.</summary>
/// <param name="Name">Of what it is: a machine, a person, a team; empty for all.</param>
/// <param name="On">Hours of whole GPUs that were paid for.</param>
/// <param name="Paid">For compute; what has no known price is in no amount.</param>
/// <param name="IdleCost">Of it, for hours in which nothing ran on the GPU.</param>
/// <param name="LostCost">Of it, what GPUs that waited for the rest of their machine did not do: see docs/utilization.md.</param>
/// <param name="Unpriced">Hours of whole GPUs of which no price is known.</param>
public sealed record UtilizationLine(
    string Name, double On, UseSums Sums, decimal Paid, decimal IdleCost, decimal LostCost, int Machines, double Unpriced, string Currency)
{
    /// <summary>Hours of which nothing is known.</summary>
    public double Unmeasured => Math.Max(0, On - Sums.Measured);

    /// <summary>The part of the measured hours in which the GPUs were used; null where nothing is measured.</summary>
    public double? UsedShare => Sums.Measured > 0 ? Sums.Used / Sums.Measured : null;

    /// <summary>The mean utilization while they were used; null where they were not.</summary>
    public double? Mean => Sums.Used > 0 ? Sums.Work / Sums.Used : null;

    public static UtilizationLine Of(string name, IEnumerable<UtilizationPart> parts, string currency)
    {
        var (on, sums, machines) = (0.0, default(UseSums), new HashSet<string>());
        var (paid, idleCost, lostCost, unpriced) = (0m, 0m, 0m, 0.0);
        foreach (var part in parts)
        {
            var gpuHours = part.Record.GpuHours;
            machines.Add(part.Record.Machine.Value);
            on += gpuHours;
            sums += part.Sums;
            if (part.Paid(currency) is not { } amount)
            {
                unpriced += gpuHours;
                continue;
            }
            paid += amount;
            if (part.Sums.Idle > 0) idleCost += amount * (decimal)(part.Sums.Idle / gpuHours);
            if (part.Sums.Starving > 0) lostCost += amount * (decimal)((part.Sums.Starving - part.Sums.StarvingWork) / gpuHours);
        }
        return new UtilizationLine(name, on, sums, paid, idleCost, lostCost, machines.Count, unpriced, currency);
    }

    /// <summary>Of lines that have no machine in common.</summary>
    public static UtilizationLine Sum(string name, string currency, IEnumerable<UtilizationLine> lines) => lines.Aggregate(
        new UtilizationLine(name, 0, default, 0, 0, 0, 0, 0, currency),
        (sum, line) => sum with
        {
            On = sum.On + line.On,
            Sums = sum.Sums + line.Sums,
            Paid = sum.Paid + line.Paid,
            IdleCost = sum.IdleCost + line.IdleCost,
            LostCost = sum.LostCost + line.LostCost,
            Machines = sum.Machines + line.Machines,
            Unpriced = sum.Unpriced + line.Unpriced,
        });

    /// <summary>Those of a name as one: the most paid for nothing first.</summary>
    /// <inheritdoc cref="Sum"/>
    public static ImmutableArray<UtilizationLine> ByName(IEnumerable<UtilizationLine> lines) =>
        IdlestFirst(lines.GroupBy(line => line.Name).Select(same => Sum(same.Key, same.First().Currency, same)));

    public static ImmutableArray<UtilizationLine> IdlestFirst(IEnumerable<UtilizationLine> lines) =>
        [.. lines.OrderByDescending(line => line.IdleCost).ThenByDescending(line => line.On).ThenBy(line => line.Name, StringComparer.Ordinal)];
}
