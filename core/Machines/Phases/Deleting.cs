namespace ChatOps.Core.Machines.Phases;

/// <summary>Being removed for good; over when nothing of it is left, disks and NICs included.</summary>
internal static class Deleting
{
    public static Step Begin(Situation s)
    {
        var begun = s.Go(Phase.Deleting)
            .With(m => m.Leave(s.Now) with { LeaseEndsAt = null })
            .Record(EventKind.DeleteStarted, $"Deleting{(s.Machine.Reason is { } why ? $": {why}" : "")}");
        return s.Machine.AwaitsSnapshots ? begun : begun.Do(new Effect.DeleteVm()).LookIn(s.Watch);
    }

    public static Step Decide(Situation s) => Snapshotting.Next(s) ?? Removal.Next(s) ?? s.Go(Phase.Deleted)
        .With(m => m.StopBilling(s.Now) with { GoneAt = s.Now })
        .Record(EventKind.Deleted, "Deleted with its disks");
}
