using System.Collections.Immutable;
using System.Diagnostics;
using Azure;
using Azure.Core;
using Azure.ResourceManager;
using Azure.ResourceManager.Compute;
using Azure.ResourceManager.Compute.Models;
using ChatOps.Core.Machines;

namespace ChatOps.Azure;

/// <summary>
/// Machines in Azure, over Azure.ResourceManager.Compute. Operations are started, never awaited: the engine looks again.
/// (An operation cannot be resumed in another process anyway; the VM's own state can always be read.)
/// </summary>
public sealed class AzureMachineCloud(ArmClient arm, AzureSite site) : IMachineCloud
{
    public Task<Observation> ObserveAsync(Machine machine, string? run, CancellationToken cancellationToken) => Faults.CaughtAsync(async () =>
    {
        var seen = run is null ? null : await RunAsync(machine, run, cancellationToken);
        if (seen is { HasEnded: true }) return new Observation { Run = seen };
        if (await GetAsync(() => Group.GetVirtualMachines().GetAsync(machine.ResourceName, InstanceViewType.InstanceView, cancellationToken)) is { } vm)
            return new Observation { Vm = VmReading.Read(vm.Data), Run = seen, Disks = await DisksAsync(machine, cancellationToken) };
        var isToGo = machine.Wanted == Wanted.Deleted || machine.Discarding;
        return new Observation
        {
            Leftovers = isToGo ? await LeftoversAsync(machine, cancellationToken) : [],
            Disks = await DisksAsync(machine, cancellationToken),
        };
    }, cancellationToken);

    public Task CarryOutAsync(Machine machine, Effect effect, CancellationToken cancellationToken) => Faults.CaughtAsync(async () =>
    {
        var vm = Vm(machine);
        switch (effect)
        {
            case Effect.CreateVm create:
                await Group.GetVirtualMachines().CreateOrUpdateAsync(
                    WaitUntil.Started, machine.ResourceName, VmTemplate.For(machine, create.Blueprint, site), cancellationToken);
                break;
            case Effect.InstallExtension install:
                await vm.GetVirtualMachineExtensions().CreateOrUpdateAsync(
                    WaitUntil.Started, install.Extension.Name, Extension(machine, install.Extension), cancellationToken);
                break;
            case Effect.RunOnMachine run:
                await vm.GetVirtualMachineRunCommands().CreateOrUpdateAsync(WaitUntil.Started, run.Name, Command(machine, run), cancellationToken);
                break;
            case Effect.DeleteRuns runs:
                foreach (var name in runs.Names) await Faults.GoneAsync(() => Run(machine, name).DeleteAsync(WaitUntil.Started, cancellationToken));
                break;
            case Effect.StartVm:
                await vm.PowerOnAsync(WaitUntil.Started, cancellationToken);
                break;
            case Effect.DeallocateVm:
                await vm.DeallocateAsync(WaitUntil.Started, cancellationToken: cancellationToken);
                break;
            case Effect.ResizeVm resize:
                var hardware = new VirtualMachineHardwareProfile { VmSize = new VirtualMachineSizeType(resize.Size) };
                await vm.UpdateAsync(WaitUntil.Started, new VirtualMachinePatch { HardwareProfile = hardware }, cancellationToken);
                break;
            case Effect.DeleteVm:
                await Faults.GoneAsync(() => vm.DeleteAsync(WaitUntil.Started, cancellationToken: cancellationToken));
                break;
            case Effect.SnapshotDisks wanted:
                foreach (var disk in wanted.Disks) await SnapshotAsync(machine, disk, wanted, cancellationToken);
                break;
            case Effect.DeleteLeftovers leftovers:
                foreach (var id in leftovers.Ids)
                    await Faults.GoneAsync(() => arm.GetGenericResource(new ResourceIdentifier(id)).DeleteAsync(WaitUntil.Started, cancellationToken));
                break;
            default:
                throw new UnreachableException();
        }
        return true;
    }, cancellationToken);

    private global::Azure.ResourceManager.Resources.ResourceGroupResource Group => arm.GetResourceGroupResource(new ResourceIdentifier(site.GroupId));

    private VirtualMachineResource Vm(Machine machine) =>
        arm.GetVirtualMachineResource(VirtualMachineResource.CreateResourceIdentifier(site.SubscriptionId, site.ResourceGroup, machine.ResourceName));

    private async Task<SeenRun?> RunAsync(Machine machine, string name, CancellationToken cancellationToken) =>
        await GetAsync(() => Vm(machine).GetVirtualMachineRunCommandAsync(name, "instanceView", cancellationToken)) is { } command
            ? VmReading.Read(command.Data)
            : null;

    private VirtualMachineRunCommandResource Run(Machine machine, string name) => arm.GetVirtualMachineRunCommandResource(
        VirtualMachineRunCommandResource.CreateResourceIdentifier(site.SubscriptionId, site.ResourceGroup, machine.ResourceName, name));

    /// <summary>Disks by the names that we gave them, NICs by the ids that Azure made up.</summary>
    private async Task<ImmutableArray<string>> LeftoversAsync(Machine machine, CancellationToken cancellationToken)
    {
        var left = ImmutableArray.CreateBuilder<string>();
        foreach (var id in (string[])[site.DiskId(machine.OsDiskName), site.DiskId(machine.DataDiskName), .. machine.NicIds])
            if (await GetAsync(() => arm.GetGenericResource(new ResourceIdentifier(id)).GetAsync(cancellationToken)) is not null) left.Add(id);
        return left.ToImmutable();
    }

    /// <summary>None unless their snapshots are waited for.</summary>
    private async Task<ImmutableArray<SeenDisk>> DisksAsync(Machine machine, CancellationToken cancellationToken)
    {
        if (!machine.AwaitsSnapshots) return [];
        var disks = ImmutableArray.CreateBuilder<SeenDisk>();
        foreach (var name in (string[])[machine.OsDiskName, machine.DataDiskName])
        {
            if (await GetAsync(() => Group.GetManagedDisks().GetAsync(name, cancellationToken)) is not { } disk) continue;
            var snapshot = await GetAsync(() => Group.GetSnapshots().GetAsync(DiskSnapshots.NameOf(name), cancellationToken));
            disks.Add(new SeenDisk(disk.Id.ToString(), snapshot is null ? null : VmReading.Read(snapshot.Data)));
        }
        return disks.ToImmutable();
    }

    private async Task SnapshotAsync(Machine machine, string diskId, Effect.SnapshotDisks wanted, CancellationToken cancellationToken) =>
        await Group.GetSnapshots().CreateOrUpdateAsync(
            WaitUntil.Started,
            DiskSnapshots.NameOf(new ResourceIdentifier(diskId).Name),
            SnapshotTemplate.For(machine, wanted.Blueprint, diskId, wanted.Until),
            cancellationToken);

    private static VirtualMachineExtensionData Extension(Machine machine, VmExtension extension) => new(new AzureLocation(machine.Placement.Region))
    {
        Publisher = extension.Publisher,
        ExtensionType = extension.Type,
        TypeHandlerVersion = extension.Version,
        AutoUpgradeMinorVersion = true,
        Settings = extension.Settings is { } settings ? BinaryData.FromString(settings) : null,
    };

    private static VirtualMachineRunCommandData Command(Machine machine, Effect.RunOnMachine run)
    {
        var command = new VirtualMachineRunCommandData(new AzureLocation(machine.Placement.Region))
        {
            Source = new VirtualMachineRunCommandScriptSource { Script = run.Script },
            // The operation lasts as long as the script, so that Azure tells when it has ended.
            AsyncExecution = false,
            TimeoutInSeconds = (int)run.Timeout.TotalSeconds,
        };
        // On Linux a named parameter becomes an environment variable.
        if (run.Variable is { } variable) command.Parameters.Add(new RunCommandInputParameter(variable.Name, variable.Value));
        return command;
    }

    private static async Task<T?> GetAsync<T>(Func<Task<Response<T>>> get) where T : class
    {
        try
        {
            return (await get()).Value;
        }
        catch (RequestFailedException e) when (Faults.IsGone(e))
        {
            return null;
        }
    }
}
