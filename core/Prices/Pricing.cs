using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;

namespace ChatOps.Core.Prices;

/// <summary>A machine takes its prices when it is decided where it is built and as what, and keeps them however the list changes afterwards.</summary>
internal static class Pricing
{
    /// <summary>Of where it is to be built now, and of its blueprint's disks there.</summary>
    /// <param name="blueprint">Null when the repository no longer has it: then nobody knows what disks it is to have.</param>
    public static Machine PricedBy(this Machine machine, PriceBook prices, Blueprint? blueprint) => machine.PricedBy(prices) with
    {
        DisksPerHour = blueprint is null ? null : prices.DisksPerHour(blueprint.Machine, machine.Placement.Region),
    };

    /// <summary>Of what it is; its disks stay what they are.</summary>
    public static Machine PricedBy(this Machine machine, PriceBook prices)
    {
        var (size, region) = (machine.Placement.Size, machine.Placement.Region);
        return machine with
        {
            PerHour = prices.PerHour(size, region, machine.Spot),
            MostPerHour = machine.Spot ? prices.PerHour(size, region, spot: false) : null,
        };
    }
}
