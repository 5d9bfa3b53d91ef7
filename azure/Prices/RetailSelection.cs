using System.Collections.Immutable;
using ChatOps.Core.Prices;

namespace ChatOps.Azure.Prices;

/// <summary>
/// Which of the list's rows are the prices of what this product builds: Linux, paid as one goes or on spot capacity, and managed disks. The list
/// has many more of the same sizes and disks, some under nearly the same names.
/// </summary>
internal static class RetailSelection
{
    private const string PerHour = "1 Hour";
    private const string PerMonth = "1/Month";

    /// <summary>On hosts of one's own, and of a service that is no machine.</summary>
    private static readonly ImmutableArray<string> OtherProducts = ["Windows", "Dedicated", "CloudServices", "Cloud Services"];

    public static ImmutableArray<ComputePrice> Compute(IEnumerable<RetailPrice> rows, PriceQuestion question, DateTimeOffset now) =>
    [
        .. from row in rows
           where row.ServiceName == "Virtual Machines" && row.UnitOfMeasure == PerHour && Counts(row, question, now)
           where !OtherProducts.Any(product => row.ProductName.Contains(product, StringComparison.OrdinalIgnoreCase))
           where !Says(row, "Low Priority")
           let size = question.Sizes.FirstOrDefault(size => size.Equals(row.ArmSkuName, StringComparison.OrdinalIgnoreCase))
           where size is not null
           group row by (Size: size, Region: row.ArmRegionName ?? "") into listed
           orderby listed.Key.Region, listed.Key.Size
           select new ComputePrice(
               listed.Key.Size,
               listed.Key.Region,
               InForce(listed.Where(row => !Says(row, "Spot"))),
               InForce(listed.Where(row => Says(row, "Spot")))),
    ];

    /// <summary>Of the same name are what each further machine pays that shares a disk ("P10 LRS Disk Mount"), and what is done to it.</summary>
    public static ImmutableArray<DiskPrice> Disks(IEnumerable<RetailPrice> rows, PriceQuestion question, DateTimeOffset now) =>
    [
        .. from row in rows
           where row.ServiceName == "Storage" && row.UnitOfMeasure == PerMonth && Counts(row, question, now)
           where row.ProductName.EndsWith(" Managed Disks", StringComparison.Ordinal) && row.MeterName == $"{row.SkuName} Disk"
           where question.DiskTiers.Contains(row.SkuName)
           group row by (Tier: row.SkuName, Region: row.ArmRegionName ?? "") into listed
           orderby listed.Key.Region, listed.Key.Tier
           let amount = InForce(listed)
           where amount is not null
           select new DiskPrice(listed.Key.Tier, listed.Key.Region, amount.Value),
    ];

    private static bool Counts(RetailPrice row, PriceQuestion question, DateTimeOffset now) =>
        row.Type == "Consumption"
        && row.CurrencyCode == question.Currency
        && row.TierMinimumUnits == 0
        && row.Amount > 0
        && row.EffectiveStartDate <= now
        && row.ArmRegionName is { } region
        && question.Regions.Contains(region);

    private static bool Says(RetailPrice row, string what) =>
        row.MeterName.Contains(what, StringComparison.OrdinalIgnoreCase) || row.SkuName.Contains(what, StringComparison.OrdinalIgnoreCase);

    /// <summary>The newest. Of two of one day the dearer, so that an estimate is not too low.</summary>
    private static decimal? InForce(IEnumerable<RetailPrice> rows) =>
        rows.OrderByDescending(row => row.EffectiveStartDate).ThenByDescending(row => row.Amount).FirstOrDefault()?.Amount;
}
