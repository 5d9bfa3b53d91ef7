using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;

namespace ChatOps.Simulation;

/// <summary>What others do to it: people in the portal, Azure itself, the inventory's lists and deletions.</summary>
internal sealed partial class SimCloud
{
    public void Act(MachineId machine, Hand what)
    {
        if (Vm(machine) is not { } vm) return;
        // Locks are lifted again, so that everything can come to its end.
        if (what == Hand.Locks && Locked.Add(machine)) agenda.In(TimeSpan.FromMinutes(random.Next(1, 60)), () => Locked.Remove(machine));
        if (vm.Operation != 0 || what == Hand.Locks || Locked.Contains(machine)) return;
        switch (what)
        {
            case Hand.Deallocates when vm.Power == PowerState.Running:
            case Hand.Evicts when vm is { Spot: true, Power: PowerState.Running }:
                rules.StoppedOutside(machine);
                Deallocate(vm, byUs: false);
                break;
            case Hand.ShutsDown when vm.Power == PowerState.Running:
                rules.StoppedOutside(machine);
                Turn(vm, PowerState.Stopped);
                break;
            case Hand.Starts when vm.Power is PowerState.Deallocated or PowerState.Stopped:
                Start(vm);
                break;
            case Hand.Deletes:
                rules.StoppedOutside(machine);
                DeleteVm(vm);
                break;
        }
    }

    /// <summary>As they were up to five minutes ago, their tags as they are.</summary>
    public IReadOnlyList<CloudResource> Resources()
    {
        var at = Lag();
        var runs = _vms.Values.SelectMany(vm => vm.Runs.Keys.Select(run => new CloudResource(
            Id("virtualMachines", $"{Machine.ResourcePrefix}{vm.Machine}/runCommands/{run}"), ResourceKind.RunCommand, run, null, vm.Machine)));
        return [.. _resources.Where(resource => resource.WasThere(at)).Select(resource => new CloudResource(
            resource.Id, resource.Kind, resource.Name, resource.IsTagged ? resource.Machine : null, resource.Machine)), .. runs];
    }

    public IReadOnlyList<VmPower> Powers()
    {
        var at = Lag();
        return [.. _vms.Values.Where(vm => vm.Past[0].At <= at).Select(vm => new VmPower(vm.Machine, vm.Past.Last(past => past.At <= at).Power))];
    }

    public bool Tag(CloudResource resource, Machine machine)
    {
        if (Live.FirstOrDefault(live => live.Id == resource.Id) is not { } there) throw Fault(FaultKind.NotFound, "ResourceNotFound");
        rules.Tagged(there, machine.Id);
        return there.IsTagged = true;
    }

    public bool Sweep(CloudResource resource)
    {
        if (resource is { Kind: ResourceKind.RunCommand, Machine: { } id })
        {
            rules.RunSwept(id, resource.Name);
            return Vm(id)?.Runs.Remove(resource.Name) ?? true;
        }
        if (Live.FirstOrDefault(live => live.Id == resource.Id) is not { } there) return true;
        rules.Swept(there);
        if (there.Kind != ResourceKind.Vm) Delete(there.Id);
        else if (Vm(there.Machine) is { } vm) DeleteVm(vm);
        return true;
    }

    private DateTimeOffset Lag() => IsRough ? agenda.Now - TimeSpan.FromSeconds(random.Next(300)) : agenda.Now;
}
