using ChatOps.Core.Reaping;
using ChatOps.Core.Sizes;

namespace ChatOps.Core.Machines.Phases;

/// <summary>
/// Being started again, in the size that is wanted of it by then. No room now is no failure of the machine: it stays stopped,
/// with its disks and the size it had, and its owner is told.
/// </summary>
internal static class Starting
{
    public static Step Begin(Situation s, SeenVm vm) => s.Go(Phase.Starting)
        .With(m => m with { Start = m.Start + 1, Stages = [], Checks = [], Failure = null, Reason = null, StartedOutside = false, Idle = null })
        .AnswerWarning(s.Machine.Idle)
        .With(m => m.Enter(Stage.Boot, s.Now))
        .Do(Next(s.Machine, vm))
        .Record(EventKind.StartStarted, s.Machine.Resize is { } size ? $"Starting as {size}" : "Starting")
        .LookIn(s.Watch);

    public static Step Decide(Situation s)
    {
        if (s.Seen.Fault is { } fault) return IsPassing(fault) && s.InPhase < Waits.StartLimit ? s.Stay(Waits.After(fault)) : GiveUp(s, fault);
        if (s.Seen.Vm is not { } vm) return Stopped.Vanish(s);
        if (vm.Power == PowerState.Running && vm.Provisioning == ProvisioningState.Succeeded) return Booted(s, vm);
        if (vm.Failure is { } failure) return GiveUp(s, failure);
        if (s.InPhase > Waits.StartLimit) return GiveUp(s, new CloudFault(FaultKind.Transient, "Timeout", "It did not start in time."));
        return vm.Power is PowerState.Deallocated or PowerState.Stopped && vm.Provisioning == ProvisioningState.Succeeded
            ? s.Stay(s.Watch).Do(Next(s.Machine, vm))
            : s.Stay(s.Watch);
    }

    /// <summary>What brings it nearer to running. What somebody else has started is not taken from under them, whatever its size.</summary>
    private static Effect Next(Machine machine, SeenVm vm)
    {
        var size = machine.NextSize.Name;
        if (IsOfSize(vm, size) || vm.Power is PowerState.Running or PowerState.Starting) return new Effect.StartVm();
        return vm.Power == PowerState.Deallocated ? new Effect.ResizeVm(size) : new Effect.DeallocateVm();
    }

    private static bool IsOfSize(SeenVm vm, string size) => vm.Size is not { } seen || seen.Equals(size, StringComparison.OrdinalIgnoreCase);

    /// <summary>What runs is what is billed and checked, also where somebody has started or resized it outside chat.</summary>
    private static Step Booted(Situation s, SeenVm vm)
    {
        var before = s.Machine;
        var running = vm.Size is { } seen && SizeCatalog.Find(seen) is { } size ? size : before.Size;
        var machine = before.Become(running, s.Prices).StartBilling(s.Now);
        if (before.Resize == running.Name) machine = machine with { BeforePerHour = before.ListPerHour };
        var step = Validating.BeginChecks(s with { Machine = machine });
        return machine.Placement == before.Placement
            ? step
            : step.RecordCause(EventKind.Resized, $"Resized from {before.Placement.Size} to {machine.Placement.Size}");
    }

    private static bool IsPassing(CloudFault fault) => fault.Kind is FaultKind.Transient or FaultKind.Throttled or FaultKind.Conflict;

    private static Step GiveUp(Situation s, CloudFault fault)
    {
        var asked = s.Machine.Become(s.Machine.NextSize, s.Prices);
        var why = fault.Kind == FaultKind.NoCapacity
            ? $"Azure has no room for {asked.Placement.Size} in {asked.Placement.Region} right now."
            : FaultAdvice.For(fault, asked);
        var rest = s.Machine.Resize is not null ? $" It keeps its size, {s.Machine.Placement.Size}, and its disks."
            : fault.Kind == FaultKind.NoCapacity ? " Try again later; its disks are kept."
            : "";
        return GiveUp(s, new Failure(why + rest));
    }

    /// <summary>
    /// Back to stopping, not to stopped: only Azure can say that it is not billed. What could not be had is not asked for again: the
    /// next start makes it what it was, also where Azure has resized it already.
    /// </summary>
    public static Step GiveUp(Situation s, Failure failure) =>
        s.Go(Phase.Stopping)
            .With(m => m.Leave(s.Now) with { Wanted = Wanted.Stopped, Resize = null, Reason = "it could not be started", Failure = failure })
            .Do(new Effect.DeallocateVm())
            .Record(EventKind.StartFailed, $"Could not be started: {failure.Summary}")
            .Tell(Notice.StartFailed)
            .LookIn(s.Watch);
}
