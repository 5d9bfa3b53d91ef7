using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Sizes;

namespace ChatOps.Core.Prices;

/// <summary>Of what prices are needed.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Sizes">Azure's names of sizes.</param>
/// <param name="DiskTiers">As <see cref="DiskTier"/> has them.</param>
public sealed record PriceQuestion(
    string Currency, ImmutableArray<string> Regions, ImmutableArray<string> Sizes, ImmutableArray<string> DiskTiers)
{
    /// <summary>
    /// The regions and disks that blueprints name. Of the sizes all that are known, because a machine may be made another one in the portal.
    /// </summary>
    public static PriceQuestion Of(IEnumerable<Blueprint> blueprints, string currency)
    {
        var shapes = blueprints.Select(blueprint => blueprint.Machine).ToList();
        return new PriceQuestion(
            currency,
            Each(shapes.SelectMany(shape => shape.Regions)),
            Each(SizeCatalog.Names),
            Each(shapes.SelectMany(TiersOf)));
    }

    private static IEnumerable<string> TiersOf(MachineShape shape)
    {
        if (DiskTier.Of(shape.OsDisk.Type, shape.OsDisk.SizeGiB) is { } system) yield return system;
        if (shape.DataDisk is { } disk && DiskTier.Of(disk.Type, disk.SizeGiB) is { } data) yield return data;
    }

    private static ImmutableArray<string> Each(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];
}
