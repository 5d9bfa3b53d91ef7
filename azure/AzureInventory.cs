using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Azure.ResourceManager;
using Azure.ResourceManager.Compute;
using Azure.ResourceManager.Resources;
using Azure.ResourceManager.Resources.Models;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;

namespace ChatOps.Azure;

/// <summary>All that lies in the machines' resource group, by two lists: of its resources, and of how VMs run.</summary>
public sealed class AzureInventory(ArmClient arm, AzureSite site) : ICloudInventory
{
    public IAsyncEnumerable<CloudResource> ResourcesAsync(CancellationToken cancellationToken) =>
        FaultsAsync(arm.GetResourceGroupResource(new ResourceIdentifier(site.GroupId)).GetGenericResourcesAsync(cancellationToken: cancellationToken), Read,
            cancellationToken);

    public IAsyncEnumerable<VmPower> PowersAsync(CancellationToken cancellationToken)
    {
        var subscription = arm.GetSubscriptionResource(SubscriptionResource.CreateResourceIdentifier(site.SubscriptionId));
        return FaultsAsync(subscription.GetVirtualMachinesAsync(statusOnly: "true", cancellationToken: cancellationToken), Power, cancellationToken);
    }

    public Task TagAsync(CloudResource resource, Machine machine, Blueprint? blueprint, CancellationToken cancellationToken)
    {
        var patch = new TagResourcePatch { PatchMode = TagPatchMode.Merge };
        foreach (var (name, value) in VmTemplate.Tags(machine, blueprint)) patch.TagValues[name] = value;
        return Faults.CaughtAsync(
            () => arm.GetTagResource(TagResource.CreateResourceIdentifier(resource.Id)).UpdateAsync(WaitUntil.Started, patch, cancellationToken),
            cancellationToken);
    }

    public Task DeleteAsync(CloudResource resource, CancellationToken cancellationToken) => Faults.CaughtAsync(async () =>
    {
        await Faults.GoneAsync(() => arm.GetGenericResource(new ResourceIdentifier(resource.Id)).DeleteAsync(WaitUntil.Started, cancellationToken));
        return true;
    }, cancellationToken);

    /// <summary>The machine that a resource, e.g. one that Azure tells of, is named after; what belongs to a VM is named by it.</summary>
    /// <param name="armId">Not checked to be in our group.</param>
    public static MachineId? MachineOf(string armId) => ResourceIdentifier.TryParse(armId, out var id) && id is not null ? MachineOf(id) : null;

    private static MachineId? MachineOf(ResourceIdentifier id) =>
        MachineId.OfResource(id.Name) ?? (id.Parent?.ResourceType == VirtualMachineResource.ResourceType ? MachineId.OfResource(id.Parent.Name) : null);

    /// <summary>Null for kinds that a machine is not made of.</summary>
    private static CloudResource? Read(GenericResource resource)
    {
        var id = resource.Id;
        ResourceKind? kind = id.ResourceType.ToString().ToLowerInvariant() switch
        {
            "microsoft.compute/virtualmachines" => ResourceKind.Vm,
            "microsoft.compute/virtualmachines/runcommands" => ResourceKind.RunCommand,
            "microsoft.compute/disks" => ResourceKind.Disk,
            "microsoft.compute/snapshots" => ResourceKind.Snapshot,
            "microsoft.network/networkinterfaces" => ResourceKind.Nic,
            "microsoft.network/publicipaddresses" => ResourceKind.PublicIp,
            _ => null,
        };
        if (kind is not { } known) return null;
        var tag = resource.Data.Tags.TryGetValue(VmTemplate.MachineTag, out var value) ? MachineId.Parse(value) : null;
        return new CloudResource(id.ToString(), known, id.Name, tag, MachineOf(id)) { KeptUntil = SnapshotTemplate.KeptUntil(resource.Data.Tags) };
    }

    /// <summary>Null for VMs of other groups, and for those that are not ours.</summary>
    private VmPower? Power(VirtualMachineResource vm) =>
        vm.Id.ResourceGroupName?.Equals(site.ResourceGroup, StringComparison.OrdinalIgnoreCase) == true && MachineOf(vm.Id) is { } machine
            ? new VmPower(machine, VmReading.Power(vm.Data))
            : null;

    private static async IAsyncEnumerable<TItem> FaultsAsync<TSource, TItem>(
        AsyncPageable<TSource> pages, Func<TSource, TItem?> read, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TSource : notnull
        where TItem : class
    {
        await using var items = pages.GetAsyncEnumerator(cancellationToken);
        while (await Faults.CaughtAsync(() => items.MoveNextAsync().AsTask(), cancellationToken))
            if (read(items.Current) is { } item) yield return item;
    }
}
