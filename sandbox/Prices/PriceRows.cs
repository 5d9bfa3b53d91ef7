using ChatOps.Core.Prices;

namespace ChatOps.Sandbox.Prices;

/// <summary>
/// A list like Azure's, made from a price book: around each price stand those that the real list has under nearly the same name, and which are
/// none of what is asked for. In all regions the same, so that a play does not depend on where there is room.
/// </summary>
internal static class PriceRows
{
    private const int HoursPerYear = 8760;

    /// <summary>Since when the book's prices are in force.</summary>
    private static readonly DateTimeOffset InForce = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<PriceRow> Of(PriceBook book, IReadOnlyCollection<string> regions)
    {
        foreach (var region in regions)
        {
            foreach (var size in book.Compute.Select(price => price.Size).Distinct())
            {
                if (book.PerHour(size, region, spot: false) is { } perHour)
                    foreach (var row in OfSize(size, region, perHour.Amount)) yield return row;
                if (book.PerHour(size, region, spot: true) is { } spot) yield return Machine(size, region, spot.Amount, " Spot");
            }
            foreach (var tier in book.Disks.DistinctBy(price => price.Tier))
                foreach (var row in OfDisk(tier.Tier, region, tier.PerMonth)) yield return row;
        }
    }

    /// <param name="suffix">Of meter and SKU: "", " Spot", " Low Priority".</param>
    public static PriceRow Machine(string size, string region, decimal price, string suffix = "") => new()
    {
        ServiceName = "Virtual Machines",
        ProductName = $"Virtual Machines {SeriesOf(size)} Series",
        SkuName = $"{NameOf(size)}{suffix}",
        MeterName = $"{NameOf(size)}{suffix}",
        ArmSkuName = size,
        Region = region,
        Price = price,
        From = InForce,
        Unit = "1 Hour",
    };

    private static IEnumerable<PriceRow> OfSize(string size, string region, decimal price)
    {
        var linux = Machine(size, region, price);
        var windows = linux with { ProductName = $"{linux.ProductName} Windows", Price = price * 1.3m };
        yield return linux with { Price = price * 1.2m, From = InForce.AddYears(-1) };
        yield return linux;
        yield return linux with { Price = price * 1.5m, From = InForce.AddYears(100) };
        yield return windows;
        yield return windows with { Type = "DevTestConsumption", Price = price };
        yield return Machine(size, region, price * 0.2m, " Low Priority");
        yield return linux with { Type = "Reservation", Term = "1 Year", Price = price * HoursPerYear * 0.6m };
    }

    private static IEnumerable<PriceRow> OfDisk(string tier, string region, decimal price)
    {
        var disk = new PriceRow
        {
            ServiceName = "Storage",
            ProductName = $"{(tier[0] == 'P' ? "Premium SSD" : tier[0] == 'E' ? "Standard SSD" : "Standard HDD")} Managed Disks",
            SkuName = tier,
            MeterName = $"{tier} Disk",
            Region = region,
            Price = price,
            From = InForce,
            Unit = "1/Month",
        };
        yield return disk;
        yield return disk with { MeterName = $"{tier} Disk Mount", Price = price * 0.05m };
        yield return disk with { Type = "Reservation", Term = "1 Year", Price = price * 12 * 0.95m };
    }

    /// <summary>"NC24ads A100 v4" of Standard_NC24ads_A100_v4.</summary>
    private static string NameOf(string size) => size["Standard_".Length..].Replace('_', ' ');

    private static string SeriesOf(string size) => NameOf(size).Replace(" ", "", StringComparison.Ordinal);
}
