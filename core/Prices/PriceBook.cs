using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Words;

namespace ChatOps.Core.Prices;

/// <summary>
/// What Azure's public list said at one time, in one currency: machines with Linux, as one goes and on spot capacity, and managed disks.
/// It never changes, so that all that is decided by it at a moment is decided by the same prices.
/// </summary>
public sealed record PriceBook
{
    /// <summary>Of a month, as Azure reckons: what is listed by the month is a 730th of that in each hour.</summary>
    public const int HoursPerMonth = 730;

    /// <summary>When the list was read.</summary>
    public required DateTimeOffset ReadAt { get; init; }
    /// <summary>Of all its amounts (ISO 4217).</summary>
    public required string Currency { get; init; }
    /// <summary>For whoever reads it as a file: where it is from.</summary>
    public string? Origin { get; init; }
    public ImmutableArray<ComputePrice> Compute { get; init => field = value.IsDefault ? [] : value; } = [];
    public ImmutableArray<DiskPrice> Disks { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>In which no price is known.</summary>
    public static PriceBook Empty(string currency) => new() { ReadAt = DateTimeOffset.MinValue, Currency = currency };

    /// <summary>Of a size while it is allocated, without disks; null where none is known.</summary>
    public Money? PerHour(string size, string region, bool spot) =>
        Find(size, region, spot)?.Amount(spot) is { } amount ? new Money(amount, Currency) : null;

    /// <summary>
    /// The region's own price; where the list has none of it, the dearest of the other regions', which is an estimate that rather says too much.
    /// </summary>
    public ComputePrice? Find(string size, string region, bool spot)
    {
        var listed = Compute.Where(price => price.Size.Equals(size, StringComparison.OrdinalIgnoreCase) && price.Amount(spot) is not null).ToList();
        return listed.Find(price => price.Region == region) ?? listed.MaxBy(price => price.Amount(spot));
    }

    /// <summary>Of the disks of a blueprint's machine, whether it runs or not; null where the price of one of them is not known.</summary>
    public Money? DisksPerHour(MachineShape shape, string region)
    {
        var perMonth = DiskPerMonth(shape.OsDisk.Type, shape.OsDisk.SizeGiB, region)
            + (shape.DataDisk is { } data ? DiskPerMonth(data.Type, data.SizeGiB, region) : 0);
        return perMonth is { } amount ? new Money(decimal.Round(amount / HoursPerMonth, 6), Currency) : null;
    }

    /// <inheritdoc cref="Find"/>
    private decimal? DiskPerMonth(string type, int sizeGiB, string region)
    {
        if (DiskTier.Of(type, sizeGiB) is not { } tier) return null;
        var listed = Disks.Where(price => price.Tier == tier).ToList();
        return (listed.Find(price => price.Region == region) ?? listed.MaxBy(price => price.PerMonth))?.PerMonth;
    }
}

/// <summary>What a size costs per hour in a region.</summary>
/// <param name="PerHour">As one goes; null where it is not listed.</param>
/// <param name="SpotPerHour">On spot capacity, likewise.</param>
public sealed record ComputePrice(string Size, string Region, decimal? PerHour, decimal? SpotPerHour)
{
    private const string Memory = "memory";

    /// <summary>Where it is from, of a price that was not read from the list itself.</summary>
    public string? Source { get; init; }
    /// <summary>Of what kind that is: a catalog, a recorded answer of the list, or "memory" (not looked up).</summary>
    public string? Basis { get; init; }

    public bool IsLookedUp => Basis != Memory;

    public decimal? Amount(bool spot) => spot ? SpotPerHour : PerHour;
}

/// <param name="Tier">As <see cref="DiskTier"/> has it.</param>
public sealed record DiskPrice(string Tier, string Region, decimal PerMonth)
{
    /// <inheritdoc cref="ComputePrice.Source"/>
    public string? Source { get; init; }
}
