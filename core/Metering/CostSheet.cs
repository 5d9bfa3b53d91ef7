using System.Collections.Immutable;
using ChatOps.Core.Words;

namespace ChatOps.Core.Metering;

/// <summary>What was used between two moments, and what that costs by list price. Nothing is rounded in it.</summary>
/// <param name="Currency">The policy's. What was priced in another is not added to it, and counts as of unknown price.</param>
public sealed record CostSheet(DateTimeOffset Begin, DateTimeOffset End, string Currency, ImmutableArray<UsageRecord> Records)
{
    public CostLine Total => Sum("", Records);

    /// <summary>Whether the price of all of its disks, or of none of them, is known.</summary>
    public DisksKnown Disks => Records.Where(record => record.Kind == UsageKind.Disks).ToList() switch
    {
        var disks when disks.TrueForAll(record => record.PerHour is null) => DisksKnown.None,
        var disks when disks.TrueForAll(record => record.PerHour is not null) => DisksKnown.All,
        _ => DisksKnown.Some,
    };

    /// <summary>Its parts by what they have in common, the dearest first.</summary>
    public ImmutableArray<CostLine> By(Func<UsageRecord, string> name) =>
    [
        .. Records.GroupBy(name).Select(group => Sum(group.Key, group))
            .OrderByDescending(line => line.Amount).ThenByDescending(line => line.GpuHours).ThenBy(line => line.Name, StringComparer.Ordinal),
    ];

    /// <summary>Day by day of a time zone, also those in which nothing was used.</summary>
    public IEnumerable<(DateOnly Day, CostSheet Sheet)> ByDay(TimeZoneInfo zone)
    {
        for (var day = CalendarDay.Of(Begin, zone); day.Begin < End; day = CalendarDay.Of(day.End, zone))
            yield return (day.Date, Within(day.Begin, day.End));
    }

    public CostSheet Within(DateTimeOffset begin, DateTimeOffset end) => this with
    {
        Begin = begin > Begin ? begin : Begin,
        End = end < End ? end : End,
        Records = [.. Records.Select(record => record.Within(begin, end)).OfType<UsageRecord>()],
    };

    private CostLine Sum(string name, IEnumerable<UsageRecord> records)
    {
        var (compute, disks, gpuHours, unpriced, machines) = (0m, 0m, 0.0, TimeSpan.Zero, new HashSet<string>());
        foreach (var record in records)
        {
            machines.Add(record.Machine.Value);
            gpuHours += record.GpuHours;
            var amount = record.Cost is { } cost && cost.Currency == Currency ? cost.Amount : (decimal?)null;
            if (record.Kind == UsageKind.Disks) disks += amount ?? 0;
            else if (amount is { } known) compute += known;
            else unpriced += record.Billed;
        }
        return new CostLine(name, compute, disks, gpuHours, machines.Count, unpriced, Currency);
    }
}

public enum DisksKnown { None, Some, All }

/// <param name="Name">Of what it is: a person, a day; empty for all.</param>
/// <param name="Unpriced">Compute of which no price is known; it is not in the amounts.</param>
public sealed record CostLine(string Name, decimal Compute, decimal Disks, double GpuHours, int Machines, TimeSpan Unpriced, string Currency)
{
    public decimal Amount => Compute + Disks;

    public Money Money => new(Amount, Currency);
}
