using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;

namespace ChatOps.Core.Inventory;

/// <summary>The port to all that lies in Azure at once: calls grow with pages, not with machines. Lists may lag behind by minutes.</summary>
public interface ICloudInventory
{
    /// <exception cref="CloudFaultException">Azure could not be asked.</exception>
    IAsyncEnumerable<CloudResource> ResourcesAsync(CancellationToken cancellationToken);

    /// <summary>The VMs that are named after a machine.</summary>
    /// <exception cref="CloudFaultException">Azure could not be asked.</exception>
    IAsyncEnumerable<VmPower> PowersAsync(CancellationToken cancellationToken);

    /// <summary>Adds the tags that say whose it is; others stay.</summary>
    /// <param name="blueprint">The machine's; null when the repository no longer has it.</param>
    /// <exception cref="CloudFaultException">Azure refused.</exception>
    Task TagAsync(CloudResource resource, Machine machine, Blueprint? blueprint, CancellationToken cancellationToken);

    /// <summary>Begins its deletion and returns; harmless when it is gone.</summary>
    /// <exception cref="CloudFaultException">Azure refused.</exception>
    Task DeleteAsync(CloudResource resource, CancellationToken cancellationToken);
}
