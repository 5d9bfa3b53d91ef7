using System.Collections.Immutable;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Core.Metering;

/// <summary>By what costs are told apart.</summary>
/// <param name="Name">As people type it.</param>
/// <param name="NameOf">What a stretch of use counts to; null for days, which cut it.</param>
public sealed record CostSplit(string Name, string Title, Func<UsageRecord, Policy, string>? NameOf)
{
    public static readonly CostSplit Person = new("person", "Person", (record, _) => People.Person.HandleOf(record.Owner));
    public static readonly CostSplit Team = new("team", "Team", (record, policy) => policy.Team(record.Team)?.Title ?? record.Team);
    public static readonly CostSplit Machine = new("machine", "Machine", (record, _) => record.Name);
    public static readonly CostSplit Day = new("day", "Day", null);

    public static ImmutableArray<CostSplit> All { get; } =
    [
        Person,
        Team,
        Machine,
        Day,
        new("blueprint", "Blueprint", (record, _) => record.Blueprint.Name),
        new("size", "Size", (record, _) => record.Spot ? $"{record.Size}, spot" : record.Size),
        new("costcentre", "Cost centre", (record, policy) => policy.Team(record.Team)?.CostCentre ?? "none"),
        new("project", "Project", (record, _) => record.Project ?? "none"),
    ];

    public static IEnumerable<string> Names => All.Select(split => split.Name);

    /// <param name="typed">Null for nothing.</param>
    /// <exception cref="UserError">There is no such split.</exception>
    public static CostSplit? Parse(string? typed)
    {
        if (typed is null) return null;
        // American and plural spellings are understood as well.
        var name = typed.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal) switch
        {
            "costcenter" => "costcentre",
            "people" => "person",
            var word => word,
        };
        return All.FirstOrDefault(split => split.Name == name || $"{split.Name}s" == name)
            ?? throw new UserError($"I cannot split costs by {Echo.Name(typed)}. Say one of {Listing.Or(Names)}.", "by");
    }

    /// <summary>What a sheet comes to, split like this.</summary>
    public CostTotals Totals(CostSheet sheet, Policy policy, TimeZoneInfo zone) => CostTotals.Of(sheet, Lines(sheet, policy, zone));

    /// <summary>Of several sheets of the same time, split like this, that have no machine in common.</summary>
    public CostTotals Together(string currency, IReadOnlyCollection<CostTotals> parts)
    {
        var lines = CostLine.ByName(parts.SelectMany(part => part.Lines));
        return new CostTotals(
            CostLine.Sum("", currency, parts.Select(part => part.Total)),
            NameOf is null ? [.. lines.OrderBy(line => line.Name, StringComparer.Ordinal)] : CostLine.DearestFirst(lines),
            CostLine.Sum("", currency, parts.Select(part => part.Failed)),
            parts.Sum(part => part.PricedDisks),
            parts.Sum(part => part.UnpricedDisks));
    }

    /// <summary>The dearest first; days in their order, from the first with use.</summary>
    public ImmutableArray<CostLine> Lines(CostSheet sheet, Policy policy, TimeZoneInfo zone) => NameOf is { } nameOf
        ? sheet.By(record => nameOf(record, policy))
        : [.. sheet.ByDay(zone).SkipWhile(day => day.Sheet.Records.IsEmpty).Select(day => day.Sheet.Total with { Name = $"{day.Day:yyyy-MM-dd}" })];
}
