using System.Collections.Immutable;
using ChatOps.Core.Words;

namespace ChatOps.Core.Metering;

/// <summary>What was used between two moments, and what that costs by list price. Nothing is rounded in it.</summary>
/// <param name="Currency">The policy's. What was priced in another is not added to it, and counts as of unknown price.</param>
public sealed record CostSheet(DateTimeOffset Begin, DateTimeOffset End, string Currency, ImmutableArray<UsageRecord> Records)
{
    public CostLine Total => Sum("", Records);

    /// <summary>Its parts by what they have in common, the dearest first.</summary>
    public ImmutableArray<CostLine> By(Func<UsageRecord, string> name) =>
        CostLine.DearestFirst(Records.GroupBy(name).Select(group => Sum(group.Key, group)));

    /// <summary>Day by day of a time zone, also those in which nothing was used.</summary>
    public IEnumerable<(DateOnly Day, CostSheet Sheet)> ByDay(TimeZoneInfo zone) => DayCut.Days(Begin, End, zone)
        .Cut(Records, record => record, (record, begin, end) => record.Within(begin, end))
        .Select(day => (day.Day.Date, this with { Begin = day.Day.Begin, End = day.Day.End, Records = [.. day.Parts] }));

    /// <summary>What each of them came to.</summary>
    public IEnumerable<(DateOnly Day, decimal Amount)> AmountByDay(TimeZoneInfo zone)
    {
        var days = DayCut.Days(Begin, End, zone);
        var amounts = new decimal[days.Count];
        foreach (var record in Records)
        {
            if (record.PerHour is not { } price || price.Currency != Currency) continue;
            for (var i = days.FirstOf(record); i < days.Count && days[i].Begin < record.To; i++)
                amounts[i] += (price * record.BilledWithin(days[i].Begin, days[i].End)).Amount;
        }
        return days.Select((day, i) => (day.Date, amounts[i]));
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

/// <param name="Name">Of what it is: a person, a day; empty for all.</param>
/// <param name="Unpriced">Compute of which no price is known; it is not in the amounts.</param>
public sealed record CostLine(string Name, decimal Compute, decimal Disks, double GpuHours, int Machines, TimeSpan Unpriced, string Currency)
{
    public decimal Amount => Compute + Disks;

    public Money Money => new(Amount, Currency);

    /// <summary>Of lines that have no machine in common.</summary>
    public static CostLine Sum(string name, string currency, IEnumerable<CostLine> lines) => lines.Aggregate(
        new CostLine(name, 0, 0, 0, 0, TimeSpan.Zero, currency),
        (sum, line) => sum with
        {
            Compute = sum.Compute + line.Compute,
            Disks = sum.Disks + line.Disks,
            GpuHours = sum.GpuHours + line.GpuHours,
            Machines = sum.Machines + line.Machines,
            Unpriced = sum.Unpriced + line.Unpriced,
        });

    /// <summary>Those of a name as one.</summary>
    /// <inheritdoc cref="Sum"/>
    public static IEnumerable<CostLine> ByName(IEnumerable<CostLine> lines) =>
        lines.GroupBy(line => line.Name).Select(same => Sum(same.Key, same.First().Currency, same));

    public static ImmutableArray<CostLine> DearestFirst(IEnumerable<CostLine> lines) =>
        [.. lines.OrderByDescending(line => line.Amount).ThenByDescending(line => line.GpuHours).ThenBy(line => line.Name, StringComparer.Ordinal)];
}
