namespace ChatOps.Core.Machines.Phases;

/// <summary>Being started again. No room now is no failure of the machine: it stays stopped, with its disks, and its owner is told.</summary>
internal static class Starting
{
    public static Step Begin(Situation s) => s.Go(Phase.Starting)
        .With(m => m with { Start = m.Start + 1, Stages = [], Checks = [], Failure = null, Reason = null, StartedOutside = false })
        .With(m => m.Enter(Stage.Boot, s.Now))
        .Do(new Effect.StartVm())
        .Record(EventKind.StartStarted, "Starting")
        .LookIn(s.Watch);

    public static Step Decide(Situation s)
    {
        if (s.Seen.Fault is { } fault) return IsPassing(fault) && s.InPhase < Waits.StartLimit ? s.Stay(Waits.After(fault)) : GiveUp(s, fault);
        if (s.Seen.Vm is not { } vm) return Stopped.Vanish(s);
        if (vm.Power == PowerState.Running && vm.Provisioning == ProvisioningState.Succeeded)
            return Validating.BeginChecks(s with { Machine = s.Machine.StartBilling(s.Now) });
        if (vm.Failure is { } failure) return GiveUp(s, failure);
        if (s.InPhase > Waits.StartLimit) return GiveUp(s, new CloudFault(FaultKind.Transient, "Timeout", "It did not start in time."));
        return vm.Power is PowerState.Deallocated or PowerState.Stopped && vm.Provisioning == ProvisioningState.Succeeded
            ? s.Stay(s.Watch).Do(new Effect.StartVm())
            : s.Stay(s.Watch);
    }

    private static bool IsPassing(CloudFault fault) => fault.Kind is FaultKind.Transient or FaultKind.Throttled or FaultKind.Conflict;

    private static Step GiveUp(Situation s, CloudFault fault) => GiveUp(s, new Failure(
        fault.Kind == FaultKind.NoCapacity
            ? $"Azure has no room for {s.Machine.Placement.Size} in {s.Machine.Placement.Region} right now. Try again later; its disks are kept."
            : FaultAdvice.For(fault, s.Machine)));

    /// <summary>Back to stopping, not to stopped: only Azure can say that it is not billed.</summary>
    public static Step GiveUp(Situation s, Failure failure) =>
        s.Go(Phase.Stopping)
            .With(m => m.Leave(s.Now) with { Wanted = Wanted.Stopped, Reason = "it could not be started", Failure = failure })
            .Do(new Effect.DeallocateVm())
            .Record(EventKind.StartFailed, $"Could not be started: {failure.Summary}")
            .Tell(Notice.StartFailed)
            .LookIn(s.Watch);
}
