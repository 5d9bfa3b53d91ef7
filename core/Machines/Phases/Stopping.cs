using ChatOps.Core.Reaping;

namespace ChatOps.Core.Machines.Phases;

/// <summary>Being deallocated; over when Azure says so, because until then compute is billed.</summary>
internal static class Stopping
{
    public static Step Begin(Situation s) => s.Go(Phase.Stopping)
        .With(m => m.Leave(s.Now) with { LeaseEndsAt = null, Warned = null, WarnedAt = null, Idle = null })
        .AnswerWarning(s.Machine.Idle)
        .Do(new Effect.DeallocateVm())
        .Record(EventKind.StopStarted, $"Stopping{(s.Machine.Reason is { } why ? $": {why}" : "")}")
        .LookIn(s.Watch);

    public static Step Decide(Situation s)
    {
        if (s.Seen.Fault is { } fault) return s.Refused(fault);
        if (s.Seen.Vm is not { } vm) return Stopped.Vanish(s);
        return vm.Power switch
        {
            PowerState.Deallocated => s.Go(Phase.Stopped)
                .With(m => m.StopBilling(s.Now) with { RunningSince = null })
                .Record(EventKind.Stopped, "Stopped; its disks are kept"),
            PowerState.Deallocating => s.Stay(s.Watch),
            PowerState.Unknown or PowerState.Starting or PowerState.Running or PowerState.Stopping or PowerState.Stopped =>
                s.Stay(s.Watch).Do(new Effect.DeallocateVm()),
        };
    }
}
