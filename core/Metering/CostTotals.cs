using System.Collections.Immutable;

namespace ChatOps.Core.Metering;

/// <summary>
/// What a <see cref="CostSheet"/> comes to, without the stretches that it is made of: of ten thousand machines no more than that fits in memory.
/// </summary>
/// <param name="Lines">Its parts, by what they are split by.</param>
/// <param name="Failed">How many machines were launched in vain, and what that has cost.</param>
/// <param name="PricedDisks">Stretches of disks whose price is known.</param>
public sealed record CostTotals(CostLine Total, ImmutableArray<CostLine> Lines, CostLine Failed, int PricedDisks, int UnpricedDisks)
{
    /// <summary>Whether nothing was used.</summary>
    public bool IsEmpty => Total.Machines == 0;

    public DisksKnown Disks => (PricedDisks, UnpricedDisks) switch
    {
        (0, _) => DisksKnown.None,
        (_, 0) => DisksKnown.All,
        _ => DisksKnown.Some,
    };

    public static CostTotals Of(CostSheet sheet, ImmutableArray<CostLine> lines)
    {
        var disks = sheet.Records.Count(record => record.Kind == UsageKind.Disks);
        var priced = sheet.Records.Count(record => record is { Kind: UsageKind.Disks, PerHour: not null });
        var failed = sheet with { Records = sheet.Records.RemoveAll(record => !record.Failed) };
        return new CostTotals(sheet.Total, lines, failed.Total, priced, disks - priced);
    }
}

/// <summary>Whether the price of all disks, of some, or of none of them, is known.</summary>
public enum DisksKnown { None, Some, All }
