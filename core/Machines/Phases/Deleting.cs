namespace ChatOps.Core.Machines.Phases;

/// <summary>Being removed for good; over when nothing of it is left, disks and NICs included.</summary>
internal static class Deleting
{
    public static Step Begin(Situation s) => s.Go(Phase.Deleting)
        .With(m => m.Leave(s.Now) with { LeaseEndsAt = null })
        .Do(new Effect.DeleteVm())
        .Record(EventKind.DeleteStarted, $"Deleting{(s.Machine.Reason is { } why ? $": {why}" : "")}")
        .LookIn(s.Watch);

    public static Step Decide(Situation s) => Removal.Next(s) ?? s.Go(Phase.Deleted)
        .With(m => m.StopBilling(s.Now) with { GoneAt = s.Now })
        .Record(EventKind.Deleted, "Deleted with its disks");
}
