using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;

namespace ChatOps.Simulation;

/// <summary>An Azure in memory: what is begun takes its time, may fail at its end, and is called off by what begins later.</summary>
internal sealed partial class SimCloud(Agenda agenda, Random random, Weather weather, Trace trace, CloudRules rules)
{
    private readonly Dictionary<MachineId, SimVm> _vms = [];
    private readonly List<SimResource> _resources = [];
    private int _operations;
    private int _nics;

    public NudgeBox? Nudges { get; set; }

    /// <summary>False once the weather is over: from then on Azure does what it is asked.</summary>
    public bool IsRough { get; set; } = true;

    /// <summary>VMs that somebody has put a lock on.</summary>
    public HashSet<MachineId> Locked { get; } = [];

    public IEnumerable<SimVm> Vms => _vms.Values;

    public IEnumerable<SimResource> Live => _resources.Where(resource => resource.GoneAt is null);

    public SimVm? Vm(MachineId id) => _vms.GetValueOrDefault(id);

    public Observation Observe(Machine machine, string? run)
    {
        var vm = Vm(machine.Id);
        var seen = run is null ? null : vm?.Runs.GetValueOrDefault(run);
        if (seen is { HasEnded: true }) return new Observation { Run = seen };
        if (vm is not null) return new Observation { Vm = vm.Seen(Id("virtualMachines", machine.ResourceName)), Run = seen };
        if (machine.Wanted != Wanted.Deleted && !machine.Discarding) return new Observation();
        string[] known = [Id("disks", machine.OsDiskName), Id("disks", machine.DataDiskName), .. machine.NicIds];
        return new Observation { Leftovers = [.. known.Where(id => Live.Any(resource => resource.Id == id))] };
    }

    public bool CarryOut(Machine machine, Effect effect)
    {
        rules.Arrived(machine.Id, effect);
        if (effect is Effect.CreateVm create) Create(machine, create);
        else if (effect is Effect.DeleteLeftovers leftovers) foreach (var id in leftovers.Ids) Delete(id);
        else if (Vm(machine.Id) is { } vm) Do(vm, effect);
        else if (effect is not (Effect.DeleteVm or Effect.DeleteRuns)) throw Fault(FaultKind.NotFound, "ResourceNotFound");
        return true;
    }

    private void Do(SimVm vm, Effect effect)
    {
        switch (effect)
        {
            case Effect.StartVm: Start(vm); break;
            case Effect.DeallocateVm: Deallocate(vm, byUs: true); break;
            case Effect.ResizeVm resize: Resize(vm, resize.Size); break;
            case Effect.DeleteVm: DeleteVm(vm); break;
            case Effect.RunOnMachine run: Run(vm, run); break;
            case Effect.DeleteRuns runs:
                foreach (var name in runs.Names) vm.Runs.Remove(name);
                break;
            case Effect.InstallExtension install: Install(vm, install.Extension); break;
        }
    }

    private void Create(Machine machine, Effect.CreateVm create)
    {
        if (Vm(machine.Id) is { } there)
        {
            if (there.Placement != machine.Placement) throw Fault(FaultKind.Conflict, "PropertyChangeNotAllowed");
            if (there.Operation != 0) throw Fault(FaultKind.Conflict, "AnotherOperationInProgress");
            return;
        }
        if (Live.Any(resource => resource.Machine == machine.Id && resource.Kind == ResourceKind.Disk)) throw Fault(FaultKind.Conflict, "Conflict");
        if (Chance(weather.Full / 2)) throw Fault(FaultKind.NoCapacity, "SkuNotAvailable");
        var nic = $"{machine.ResourceName}-nic-{++_nics}";
        var vm = _vms[machine.Id] = new SimVm(machine.Id, machine.Spot)
        {
            Placement = machine.Placement,
            NicId = Id("networkInterfaces", nic),
            IsAllocated = true,
        };
        rules.Allocated(vm, agenda.Now);
        Add(machine.Id, ResourceKind.Vm, "virtualMachines", machine.ResourceName).IsTagged = true;
        Add(machine.Id, ResourceKind.Nic, "networkInterfaces", nic);
        Add(machine.Id, ResourceKind.Disk, "disks", machine.OsDiskName);
        if (create.Blueprint.Machine.DataDisk is not null) Add(machine.Id, ResourceKind.Disk, "disks", machine.DataDiskName);
        Begin(vm, 60, 240, ProvisioningState.Creating, PowerState.Starting, () =>
        {
            if (Chance(weather.Full)) Break(vm, FaultKind.NoCapacity, "AllocationFailed");
            else if (Chance(weather.Breaking)) Break(vm, random.Next(2) == 0 ? FaultKind.Transient : FaultKind.GuestFailed, "InternalExecutionError");
            else Rest(vm, PowerState.Running);
        });
    }

    private void Start(SimVm vm)
    {
        if (vm.IsBooted) return;
        if (vm.Operation != 0) throw Fault(FaultKind.Conflict, "AnotherOperationInProgress");
        vm.IsAllocated = true;
        rules.Allocated(vm, agenda.Now);
        Begin(vm, 55, 120, ProvisioningState.Updating, PowerState.Starting, () =>
        {
            if (Chance(weather.Full)) Break(vm, FaultKind.NoCapacity, "AllocationFailed");
            else if (Chance(weather.Breaking)) Break(vm, FaultKind.Transient, "InternalExecutionError");
            else Rest(vm, PowerState.Running);
        });
    }

    private void Deallocate(SimVm vm, bool byUs)
    {
        if (vm is { Power: PowerState.Deallocated, Operation: 0 } or { Power: PowerState.Deallocating }) return;
        if (vm.Operation != 0 && byUs && random.Next(2) == 0) throw Fault(FaultKind.Conflict, "AnotherOperationInProgress");
        if (Locked.Contains(vm.Machine)) throw Fault(FaultKind.Denied, "ScopeLocked");
        Begin(vm, 40, 90, ProvisioningState.Updating, PowerState.Deallocating, () =>
        {
            if (Chance(weather.Breaking)) Rest(vm, PowerState.Running);
            else Release(vm, PowerState.Deallocated);
        });
    }

    /// <summary>Takes no hardware: whether there is room shows at the next start. One that fails has changed the size all the same, or has not.</summary>
    private void Resize(SimVm vm, string size)
    {
        if (vm.Operation != 0 || vm.Power != PowerState.Deallocated) throw Fault(FaultKind.Conflict, "AnotherOperationInProgress");
        if (vm.Placement.Size == size) return;
        if (Chance(weather.Full)) throw Fault(random.Next(2) == 0 ? FaultKind.NoCapacity : FaultKind.QuotaExceeded, "SkuNotAvailable");
        var (before, goes) = (vm.Placement, !Chance(weather.Breaking));
        vm.Placement = before with { Size = size };
        Begin(vm, 5, 30, ProvisioningState.Updating, PowerState.Deallocated, () =>
        {
            if (goes) Rest(vm, PowerState.Deallocated);
            else Break(vm, FaultKind.Transient, "InternalExecutionError");
            if (!goes && random.Next(2) == 0) vm.Placement = before;
        });
    }

    private void DeleteVm(SimVm vm)
    {
        if (vm.Provisioning == ProvisioningState.Deleting) return;
        if (Locked.Contains(vm.Machine)) throw Fault(FaultKind.Denied, "ScopeLocked");
        Begin(vm, 30, 120, ProvisioningState.Deleting, vm.Power, () =>
        {
            if (Chance(weather.Breaking)) Break(vm, FaultKind.Transient, "InternalExecutionError");
            else Remove(vm);
        });
    }

    private void Run(SimVm vm, Effect.RunOnMachine run)
    {
        if (vm.Provisioning == ProvisioningState.Deleting || vm.Power != PowerState.Running) throw Fault(FaultKind.Conflict, "OperationNotAllowed");
        if (vm.Runs.ContainsKey(run.Name)) return;
        var software = run.Name.StartsWith("install", StringComparison.Ordinal);
        vm.Runs[run.Name] = new SeenRun(run.Name, RunState.Running, null, "", "");
        In(software ? random.Next(120, 480) : random.Next(20, 40), () =>
        {
            if (vm.Runs.GetValueOrDefault(run.Name) is not { HasEnded: false } || Vm(vm.Machine) != vm) return;
            var goes = !Chance(weather.Unfit);
            vm.Runs[run.Name] = Ended(run.Name, goes);
            if (goes && !software) rules.Proved(vm.Machine, run.Name);
            trace.Add("azure", $"{run.Name} on {vm.Machine} {(goes ? "succeeds" : "fails")}");
            Tell(vm.Machine);
        });
    }

    private static SeenRun Ended(string name, bool goes) => new(
        name, goes ? RunState.Succeeded : RunState.Failed, goes ? 0 : 1,
        $$"""{"checks": [{"name": "driver", "passed": {{(goes ? "true" : "false")}}, "seconds": 1.5, "output": "580"}]}""", "");

    private void Install(SimVm vm, VmExtension extension)
    {
        if (vm.Power != PowerState.Running) throw Fault(FaultKind.Conflict, "OperationNotAllowed");
        if (vm.Extensions.ContainsKey(extension.Name)) return;
        vm.Extensions[extension.Name] = new SeenExtension(extension.Name, ProvisioningState.Creating, null);
        In(random.Next(30, 200), () =>
        {
            var state = Chance(weather.Unfit) ? ProvisioningState.Failed : ProvisioningState.Succeeded;
            vm.Extensions[extension.Name] = new SeenExtension(extension.Name, state, null);
            Tell(vm.Machine);
        });
    }

    /// <summary>Every tenth operation takes ten times as long in rough weather.</summary>
    private void Begin(SimVm vm, int least, int most, ProvisioningState provisioning, PowerState power, Action end)
    {
        (vm.Provisioning, vm.Failure) = (provisioning, null);
        var operation = vm.Operation = ++_operations;
        Turn(vm, power);
        var slow = IsRough && weather.Slow > 0 && random.Next(10) == 0 ? 10 : 1;
        In(random.Next(least, most) * slow, () =>
        {
            if (vm.Operation != operation || Vm(vm.Machine) != vm) return;
            vm.Operation = 0;
            end();
            trace.Add("azure", $"{vm.Machine} is {vm.Provisioning}, {vm.Power}{(Vm(vm.Machine) is null ? ", gone" : "")}");
            Tell(vm.Machine);
        });
    }

    private void Rest(SimVm vm, PowerState power)
    {
        vm.Provisioning = ProvisioningState.Succeeded;
        Turn(vm, power);
    }

    private void Release(SimVm vm, PowerState power)
    {
        vm.IsAllocated = false;
        rules.Released(vm, agenda.Now);
        Rest(vm, power);
    }

    private void Break(SimVm vm, FaultKind kind, string code)
    {
        var wasStarting = vm.Power == PowerState.Starting;
        if (wasStarting) Release(vm, PowerState.Deallocated);
        (vm.Provisioning, vm.Failure) = (ProvisioningState.Failed, new CloudFault(kind, code, "simulated"));
    }

    private void Remove(SimVm vm)
    {
        vm.IsAllocated = false;
        rules.Released(vm, agenda.Now);
        _vms.Remove(vm.Machine);
        foreach (var resource in Live.Where(resource => resource.Machine == vm.Machine).ToList())
            if (resource.Kind == ResourceKind.Vm || resource.Id == vm.NicId || resource.Kind == ResourceKind.Disk)
                if (resource.Kind == ResourceKind.Vm || !Chance(weather.LeavingBehind)) resource.GoneAt = agenda.Now;
    }

    private void Turn(SimVm vm, PowerState power)
    {
        vm.Power = power;
        vm.Past.Add((agenda.Now, power));
        if (power is PowerState.Running) return;
        // What runs on a machine ends with it.
        foreach (var run in vm.Runs.Values.Where(run => !run.HasEnded).ToList()) vm.Runs[run.Name] = run with { State = RunState.Canceled };
    }

    private void Delete(string id)
    {
        if (Live.FirstOrDefault(resource => resource.Id == id) is not { IsBeingDeleted: false } resource) return;
        if (Vm(resource.Machine) is { } vm && (resource.Kind == ResourceKind.Disk || vm.NicId == id)) throw Fault(FaultKind.Conflict, "InUse");
        resource.IsBeingDeleted = true;
        In(random.Next(5, 60), () => (resource.IsBeingDeleted, resource.GoneAt) = (false, agenda.Now));
    }

    private SimResource Add(MachineId machine, ResourceKind kind, string type, string name)
    {
        var resource = new SimResource(Id(type, name), kind, name, machine, agenda.Now);
        _resources.Add(resource);
        return resource;
    }

    private void Tell(MachineId machine)
    {
        if (weather.AzureTells) Nudges?.Add(new Nudge(NudgeKind.Look, machine));
    }

    private void In(int seconds, Action happens) => agenda.In(TimeSpan.FromSeconds(seconds), happens);

    private bool Chance(int ofThousand) => IsRough && random.Next(1000) < ofThousand;

    private static string Id(string type, string name) => $"/simulated/{type}/{name}";

    private static CloudFaultException Fault(FaultKind kind, string code) => new(new CloudFault(kind, code, "simulated"));
}
