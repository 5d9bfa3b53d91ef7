using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;

namespace ChatOps.Core.Utilization;

/// <summary>
/// What GPUs that were paid for between two moments have done: how long they were on, used and idle, and what of that is not known. It is the
/// ledger's stretches with what was measured on each day; what a machine did on a day is spread evenly over the time for which it was on. So
/// sums come to the same however they are cut. Nothing is rounded in it.
/// </summary>
/// <param name="Currency">The policy's. What was priced in another counts as of unknown price.</param>
public sealed record UtilizationSheet(DateTimeOffset Begin, DateTimeOffset End, string Currency, ImmutableArray<UtilizationPart> Parts)
{
    /// <summary>From when on nothing is known because metrics could not be read just now; null where they could.</summary>
    public DateTimeOffset? UnknownFrom { get; init; }

    /// <summary>Machines that were bigger than needed in the week before its end, of those in it; what would save most first.</summary>
    public ImmutableArray<Oversized> Oversized { get; init; } = [];

    public UtilizationLine Total => UtilizationLine.Of("", Parts, Currency);

    /// <summary>Machines whose GPUs have waited for the rest of them, what has lost most first.</summary>
    public IEnumerable<Starving> Starving => Parts
        .GroupBy(part => part.Record.Machine)
        .Select(parts => Utilization.Starving.Of([.. parts], Currency))
        .OfType<Starving>()
        .OrderByDescending(one => one.Lost?.Amount ?? 0).ThenByDescending(one => one.Hours).ThenBy(one => one.Machine.Name, StringComparer.Ordinal);

    /// <param name="costs">What was used; disks do not matter.</param>
    /// <param name="days">What was measured, by machine and day; no two of a machine overlap.</param>
    public static UtilizationSheet Of(CostSheet costs, IEnumerable<UseDay> days)
    {
        var measured = days.OrderBy(day => day.Begin).ToLookup(day => day.Machine);
        var parts = costs.Records
            .Where(record => record is { Kind: UsageKind.Compute, GpuHours: > 0 })
            .SelectMany(record => Cut(record, measured[record.Machine]));
        return new UtilizationSheet(costs.Begin, costs.End, costs.Currency, [.. parts]);
    }

    /// <summary>Its parts by what they have in common: the most paid for nothing first.</summary>
    public ImmutableArray<UtilizationLine> By(Func<UsageRecord, string> name) =>
        UtilizationLine.IdlestFirst(Parts.GroupBy(part => name(part.Record)).Select(group => UtilizationLine.Of(group.Key, group, Currency)));

    /// <summary>Day by day of a time zone, also those in which nothing was on.</summary>
    public IEnumerable<(DateOnly Day, UtilizationLine Line)> ByDay(TimeZoneInfo zone) => DayCut.Days(Begin, End, zone)
        .Cut(Parts, part => part.Record, (part, begin, end) => part.Within(begin, end))
        .Select(day => (day.Day.Date, UtilizationLine.Of("", day.Parts, Currency)));

    public UtilizationSheet Within(DateTimeOffset begin, DateTimeOffset end) => this with
    {
        Begin = begin > Begin ? begin : Begin,
        End = end < End ? end : End,
        Parts = [.. Parts.Select(part => part.Within(begin, end)).OfType<UtilizationPart>()],
    };

    /// <summary>With what is known of the same time beside it.</summary>
    public UtilizationSheet And(UtilizationSheet other) => this with { Parts = [.. Parts, .. other.Parts], UnknownFrom = UnknownFrom ?? other.UnknownFrom };

    /// <summary>Of what this is true of only.</summary>
    public UtilizationSheet Where(Func<UsageRecord, bool> isIn)
    {
        var parts = Parts.RemoveAll(part => !isIn(part.Record));
        var machines = parts.Select(part => part.Record.Machine).ToHashSet();
        return this with { Parts = parts, Oversized = Oversized.RemoveAll(one => !machines.Contains(one.Machine.Id)) };
    }

    /// <summary>Its parts day by day, and what lies between them, of which nothing is known.</summary>
    private static IEnumerable<UtilizationPart> Cut(UsageRecord record, IEnumerable<UseDay> days)
    {
        var at = record.From;
        foreach (var day in days.SkipWhile(day => day.End <= record.From).TakeWhile(day => day.Begin < record.To))
        {
            if (record.Within(at, day.Begin) is { } before) yield return new UtilizationPart(before, default);
            if (record.Within(at > day.Begin ? at : day.Begin, day.End) is { } part)
                yield return new UtilizationPart(part, day.In(part.GpuHours));
            at = at > day.End ? at : day.End;
        }
        if (record.Within(at, DateTimeOffset.MaxValue) is { } rest) yield return new UtilizationPart(rest, default);
    }
}

/// <summary>A machine that something is said of.</summary>
public sealed record NamedMachine(MachineId Id, string Name, string Owner, string Team)
{
    public static NamedMachine Of(UsageRecord record) => new(record.Machine, record.Name, record.Owner, record.Team);
}
