using ChatOps.Core.Metering;

namespace ChatOps.Core.Utilization;

/// <summary>A stretch of time in which one machine was on, and what its GPUs did in it.</summary>
/// <param name="Record">Of compute; where one was only in part of a day, it has that part of what was measured on the day.</param>
public sealed record UtilizationPart(UsageRecord Record, UseSums Sums)
{
    /// <summary>What one hour of one of its GPUs costs, in a currency; null where no price is known in it.</summary>
    public decimal? PerGpuHour(string currency) =>
        Record.Cost is { } cost && cost.Currency == currency && Record.GpuHours > 0 ? cost.Amount / (decimal)Record.GpuHours : null;

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
        var line = new UtilizationLine(name, 0, default, 0, 0, 0, 0, 0, currency);
        var machines = new HashSet<string>();
        foreach (var part in parts)
        {
            machines.Add(part.Record.Machine.Value);
            var (perHour, sums) = (part.PerGpuHour(currency), part.Sums);
            line = line with
            {
                On = line.On + part.Record.GpuHours,
                Sums = line.Sums + sums,
                Paid = line.Paid + (perHour is null ? 0 : part.Record.Cost?.Amount ?? 0),
                IdleCost = line.IdleCost + (perHour ?? 0) * (decimal)sums.Idle,
                LostCost = line.LostCost + (perHour ?? 0) * (decimal)(sums.Starving - sums.StarvingWork),
                Unpriced = line.Unpriced + (perHour is null ? part.Record.GpuHours : 0),
            };
        }
        return line with { Machines = machines.Count };
    }
}
