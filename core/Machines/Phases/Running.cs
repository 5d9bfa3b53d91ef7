namespace ChatOps.Core.Machines.Phases;

/// <summary>Proven ready and in people's hands until its lease ends or somebody stops it.</summary>
internal static class Running
{
    public static Step Begin(Situation s)
    {
        var end = s.Now + s.Machine.LeaseLength;
        return AtRest(s.Go(Phase.Running)
            .With(m => m.Leave(s.Now).LeaseUntil(end, s.Now) with { RunningSince = s.Now, Failure = null, Reason = null, StartedOutside = false })
            .With(m => m with { ReadyAt = m.ReadyAt ?? s.Now })
            .Do(new Effect.DeleteRuns([MachineScripts.RunName(s.Machine, Stage.Software), MachineScripts.RunName(s.Machine, Stage.Checks)]))
            .Record(EventKind.ChecksPassed, $"{Words.Plural.Of(s.Machine.Checks.Length, "check")} passed on the machine")
            .Record(EventKind.Running, $"Running, with a lease of {Words.Durations.Show(s.Machine.LeaseLength)}")
            .Tell(Notice.Ready));
    }

    /// <summary>Started by somebody else and not as it should be: told, but not taken from under whoever may be using it.</summary>
    public static Step Adopt(Situation s, Failure failure) => AtRest(s.Go(Phase.Running)
        .With(m => m.Leave(s.Now).LeaseUntil(s.Now + m.LeaseLength, s.Now) with { RunningSince = s.Now, Failure = failure, StartedOutside = false })
        .Record(EventKind.Running, $"Left running, because somebody may be using it. {failure.Summary}")
        .Tell(Notice.StartedOutside));

    public static Step Decide(Situation s)
    {
        // Its run commands could not be removed; the inventory does it later. The VM was not even asked for, so nothing is known of it.
        if (s.Seen.FaultOf is not null) return IsToStop(s.Machine) ? Stopping.Begin(s) : Lease.Watch(s);
        if (s.Seen.Vm is not { } vm) return Stopped.Vanish(s);
        if (IsToStop(s.Machine)) return Stopping.Begin(s);
        if (vm.Power is PowerState.Deallocated or PowerState.Deallocating) return s.Machine.Spot ? Stopped.Evict(s) : StoppedOutside(s);
        // Shut down from inside, it is still billed.
        if (vm.Power is PowerState.Stopped or PowerState.Stopping) return StoppedOutside(s);
        return Lease.IsOver(s)
            ? Stopping.Begin(s with { Machine = s.Machine with { Wanted = Wanted.Stopped, Reason = "its lease ended" } })
                .RecordCause(EventKind.LeaseEnded, "The lease ended")
                .Tell(Notice.LeaseEnded)
            : Lease.Watch(s);
    }

    /// <summary>For good, or to be started again in another size.</summary>
    private static bool IsToStop(Machine machine) => machine.Wanted == Wanted.Stopped || machine.Resize is not null;

    /// <summary>It was just looked at; the next look is for its lease.</summary>
    private static Step AtRest(Step step) => step.LookAt(Lease.NextLook(step.Machine, step.Now));

    private static Step StoppedOutside(Situation s) =>
        Stopping.Begin(s with { Machine = s.Machine with { Wanted = Wanted.Stopped, Reason = "it was shut down outside chat" } })
            .RecordCause(EventKind.StoppedOutside, "It was shut down on the machine or in the portal")
            .Tell(Notice.StoppedOutside);
}
