using ChatOps.Core.Machines;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Inventory;

/// <summary>
/// Removes snapshots of machines that are gone once their last day is over. One that names no day is somebody's own, and what says that it is to
/// go is on the snapshot itself: whoever needs it for longer writes another day into its tag.
/// </summary>
internal sealed class ExpiredSnapshots(ICloudInventory inventory, ILogger log)
{
    public async Task RemoveAsync(
        IEnumerable<CloudResource> listed, Dictionary<MachineId, Machine> live, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        foreach (var resource in listed)
        {
            if (resource is not { Kind: ResourceKind.Snapshot, KeptUntil: { } until, Machine: { } id } || until >= today || live.ContainsKey(id)) continue;
            try
            {
                await inventory.DeleteAsync(resource, cancellationToken);
                Log.SnapshotExpired(log, id, resource.Name, until);
            }
            catch (CloudFaultException e)
            {
                Log.Refused(log, id, $"the deletion of snapshot {resource.Name}", e.Fault);
            }
        }
    }
}
