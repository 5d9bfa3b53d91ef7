using ChatOps.Core.Reaping;

namespace ChatOps.Core.Machines.Phases;

/// <summary>Deallocated, by us or by a spot eviction: the disks cost, the compute does not. Waits to be started or deleted.</summary>
internal static class Stopped
{
    public static Step Decide(Situation s)
    {
        if (s.Seen.Vm is not { } vm) return Vanish(s);
        if (s.Machine.Wanted == Wanted.Running) return Starting.Begin(s, vm);
        // Somebody started it in the portal. It may be in use: it becomes ours again instead of being stopped.
        if (vm.Power is PowerState.Running or PowerState.Starting) return StartedOutside(s, vm);
        // Started and then shut down again: off, but it holds its hardware, and costs until it is deallocated.
        if (vm.Power is PowerState.Stopped or PowerState.Stopping)
            return Stopping.Begin(s with { Machine = s.Machine.StartBilling(s.Now) with { Reason = "it was shut down outside chat" } })
                .RecordCause(EventKind.StoppedOutside, "It was started and shut down again outside chat");
        return s.Stay(Waits.Quiet);
    }

    public static Step Evict(Situation s) => s.Go(Phase.Evicted)
        .With(m => m.Leave(s.Now).StopBilling(s.Now) with
        {
            Wanted = Wanted.Stopped,
            Reason = "it was deallocated in Azure, most likely because the spot capacity was taken back",
            RunningSince = null,
            LeaseEndsAt = null,
            Idle = null,
        })
        .Record(EventKind.Evicted, "Deallocated in Azure, most likely because the spot capacity was taken back; its disks are kept")
        .AnswerWarning(s.Machine.Idle)
        .Tell(Notice.Evicted)
        .LookIn(Waits.Quiet);

    /// <summary>The VM was deleted behind our back; what is left of it is removed.</summary>
    public static Step Vanish(Situation s) => s.Go(Phase.Failed)
        .With(m => m.Leave(s.Now).StopBilling(s.Now) with
        {
            Wanted = Wanted.Deleted,
            LeaseEndsAt = null,
            Idle = null,
            Failure = new Failure("Its VM is gone from Azure: somebody deleted it outside chat. Launch a new one."),
        })
        .Record(EventKind.Vanished, "Its VM is gone from Azure")
        .AnswerWarning(s.Machine.Idle)
        .Tell(Notice.Vanished);

    private static Step StartedOutside(Situation s, SeenVm vm)
    {
        var resize = s.Machine.Resize is { } size ? $", and is not resized to {size}" : "";
        return Starting.Begin(s with { Machine = s.Machine with { Wanted = Wanted.Running, Resize = null } }, vm)
            .With(m => m with { StartedOutside = true })
            .RecordCause(EventKind.StartedOutside, $"It was started in the portal{resize}");
    }
}
