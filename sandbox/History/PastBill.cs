using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Prices;
using ChatOps.Sandbox.Costs;

namespace ChatOps.Sandbox.History;

/// <summary>What Azure has billed for machines that there might have been: as much as was estimated.</summary>
internal static class PastBill
{
    public static IEnumerable<BilledStretch> Of(Machine machine, Blueprint? blueprint)
    {
        foreach (var record in UsageRecord.Of(machine, machine.GoneAt ?? machine.LaunchedAt))
        {
            foreach (var what in record.Kind == UsageKind.Compute ? [record.Size] : DisksOf(blueprint?.Machine))
                yield return new BilledStretch(record.Team, what, record.Region, record.Spot, record.From, record.To);
        }
    }

    private static IEnumerable<string> DisksOf(MachineShape? shape)
    {
        if (shape is not null && DiskTier.Of(shape.OsDisk.Type, shape.OsDisk.SizeGiB) is { } system) yield return system;
        if (shape?.DataDisk is { } disk && DiskTier.Of(disk.Type, disk.SizeGiB) is { } data) yield return data;
    }
}
