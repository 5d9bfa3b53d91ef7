using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Inventory;

/// <summary>
/// Gives what belongs to a live machine the tags that it lacks, or that name another: Azure gives none to the disks and NICs that
/// it makes along with a VM, and people take them away.
/// </summary>
internal sealed class MissingTags(ICloudInventory inventory, BlueprintCatalog blueprints, ILogger log)
{
    public async Task AddAsync(IEnumerable<CloudResource> listed, Dictionary<MachineId, Machine> live, CancellationToken cancellationToken)
    {
        foreach (var resource in listed)
        {
            if (resource.Kind == ResourceKind.RunCommand || resource.NamedAfter is not { } id || resource.Tag == id) continue;
            if (!live.TryGetValue(id, out var machine)) continue;
            try
            {
                await inventory.TagAsync(resource, machine, blueprints.Find(machine.Blueprint), cancellationToken);
            }
            catch (CloudFaultException e)
            {
                Log.Refused(log, id, "Tag", e.Fault);
            }
        }
    }
}
