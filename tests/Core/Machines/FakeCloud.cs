using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines;

/// <summary>An Azure of a few dozen lines: what is begun stays under way until <see cref="Settle"/>, and a deleted VM leaves a disk behind.</summary>
internal sealed class FakeCloud : IMachineCloud
{
    private readonly Dictionary<MachineId, FakeVm> _vms = [];
    private readonly Dictionary<MachineId, string> _leftovers = [];

    /// <summary>What was carried out, in order, refused effects not counted.</summary>
    public List<Effect> Done { get; } = [];

    /// <summary>Called before an effect is carried out; may throw.</summary>
    public Func<Machine, Effect, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called when a machine is looked at; may throw.</summary>
    public Func<Machine, Task> Looking { get; set; } = _ => Task.CompletedTask;

    public bool IsEmpty => _vms.Count == 0 && _leftovers.Count == 0;

    public async Task<Observation> ObserveAsync(Machine machine, string? run, CancellationToken cancellationToken)
    {
        await Looking(machine);
        if (!_vms.TryGetValue(machine.Id, out var vm)) return new Observation { Leftovers = _leftovers.TryGetValue(machine.Id, out var left) ? [left] : [] };
        return new Observation { Vm = vm.Seen, Run = run is null ? null : vm.Runs.GetValueOrDefault(run) };
    }

    public async Task CarryOutAsync(Machine machine, Effect effect, CancellationToken cancellationToken)
    {
        await Before(machine, effect);
        Done.Add(effect);
        if (effect is Effect.CreateVm) _vms.TryAdd(machine.Id, new FakeVm(machine.Placement.Size));
        else if (effect is Effect.DeleteLeftovers) _leftovers.Remove(machine.Id);
        else if (_vms.TryGetValue(machine.Id, out var vm)) Begin(vm, effect);
    }

    /// <summary>All that was begun ends well.</summary>
    public void Settle()
    {
        foreach (var (id, vm) in _vms)
        {
            if (vm.Seen.Provisioning == ProvisioningState.Deleting && _vms.Remove(id)) _leftovers[id] = $"{id}-disk";
            else vm.Settle();
        }
    }

    private static void Begin(FakeVm vm, Effect effect)
    {
        if (effect is Effect.RunOnMachine run) vm.Runs.TryAdd(run.Name, Situations.Run(RunState.Running, run.Name));
        else if (effect is Effect.DeleteRuns runs) foreach (var name in runs.Names) vm.Runs.Remove(name);
        else vm.Seen = effect switch
        {
            Effect.StartVm => vm.Seen with { Power = PowerState.Starting },
            Effect.DeallocateVm => vm.Seen with { Power = PowerState.Deallocating },
            Effect.ResizeVm resize => vm.Seen with { Provisioning = ProvisioningState.Updating, Size = resize.Size },
            Effect.DeleteVm => vm.Seen with { Provisioning = ProvisioningState.Deleting },
            Effect.InstallExtension install when vm.Seen.Extensions.All(e => e.Name != install.Extension.Name) =>
                vm.Seen with { Extensions = vm.Seen.Extensions.Add(new SeenExtension(install.Extension.Name, ProvisioningState.Creating, null)) },
            _ => vm.Seen,
        };
    }

    private sealed class FakeVm(string size)
    {
        private const string Passed = """{"checks": [{"name": "driver", "passed": true, "seconds": 1.5, "output": "580"}]}""";

        public SeenVm Seen { get; set; } = Situations.Vm(ProvisioningState.Creating, PowerState.Starting) with { Size = size };

        public Dictionary<string, SeenRun> Runs { get; } = [];

        public void Settle()
        {
            Seen = Seen with
            {
                Provisioning = ProvisioningState.Succeeded,
                Power = Seen.Power switch { PowerState.Starting => PowerState.Running, PowerState.Deallocating => PowerState.Deallocated, var same => same },
                Extensions = [.. Seen.Extensions.Select(e => e with { Provisioning = ProvisioningState.Succeeded })],
            };
            foreach (var name in Runs.Keys) Runs[name] = Situations.Run(RunState.Succeeded, name, Passed, 0);
        }
    }
}
