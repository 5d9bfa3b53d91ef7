using ChatOps.Core.Machines;

namespace ChatOps.Simulation;

/// <summary>What may be done to Azure, judged at the moment when it arrives there.</summary>
internal sealed class CloudRules(Agenda agenda, Verdict verdict, RowRules rows)
{
    private readonly HashSet<(MachineId, string)> _proved = [];
    private readonly HashSet<MachineId> _stoppedOutside = [];
    private readonly Dictionary<MachineId, DateTimeOffset> _since = [];
    private readonly Dictionary<MachineId, SimVm> _vms = [];
    private readonly Dictionary<MachineId, TimeSpan> _allocated = [];

    public bool IsProved(MachineId machine, string run) => _proved.Contains((machine, run));

    public bool WasStoppedOutside(MachineId machine) => _stoppedOutside.Contains(machine);

    public bool HasVm(MachineId machine) => _since.ContainsKey(machine);

    /// <summary>Of what holds hardware; null when that is nothing.</summary>
    public string? SizeOf(MachineId machine) => HasVm(machine) ? _vms[machine].Placement.Size : null;

    /// <summary>How long it has held hardware.</summary>
    public TimeSpan AllocatedTime(MachineId machine) =>
        _allocated.GetValueOrDefault(machine) + (_since.TryGetValue(machine, out var since) ? agenda.Now - since : TimeSpan.Zero);

    public void Arrived(MachineId id, Effect effect)
    {
        if (!rows.Lives.TryGetValue(id, out var life))
        {
            verdict.Break("1 No leak", $"{effect.GetType().Name} for {id}, which has no row");
            return;
        }
        var inUse = life.Now is { Phase: Phase.Running, Wanted: Wanted.Running };
        var ends = effect is Effect.DeallocateVm or Effect.ResizeVm or Effect.DeleteVm or Effect.DeleteLeftovers;
        verdict.Require(!inUse || !ends, "5 Never stop a machine in use",
            () => $"{effect.GetType().Name} reaches {id} while it runs");
    }

    public void Proved(MachineId machine, string run) => _proved.Add((machine, run));

    public void StoppedOutside(MachineId machine) => _stoppedOutside.Add(machine);

    public void Tagged(SimResource resource, MachineId machine) =>
        verdict.Require(resource.Machine == machine, "1 No leak", () => $"{resource.Name} is tagged as {machine}'s");

    public void Swept(SimResource resource) => verdict.Require(
        rows.Lives.TryGetValue(resource.Machine, out var life) && life.Now.IsGone, "5 Never stop a machine in use",
        () => $"the sweep deletes {resource.Name} of a live machine");

    public void RunSwept(MachineId machine, string run) => verdict.Require(
        !rows.Lives.TryGetValue(machine, out var life) || Lifecycle.RunFor(life.Now) != run, "5 Never stop a machine in use",
        () => $"the sweep deletes {run} of {machine}, which is waited for");

    public void Allocated(SimVm vm, DateTimeOffset at)
    {
        _vms[vm.Machine] = vm;
        _since.TryAdd(vm.Machine, at);
    }

    public void Released(SimVm vm, DateTimeOffset at)
    {
        if (_since.Remove(vm.Machine, out var since)) _allocated[vm.Machine] = _allocated.GetValueOrDefault(vm.Machine) + (at - since);
    }
}
