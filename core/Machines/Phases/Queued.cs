namespace ChatOps.Core.Machines.Phases;

/// <summary>Accepted and written down; nothing exists in Azure yet.</summary>
internal static class Queued
{
    public static Step Decide(Situation s) => s.Blueprint is null
        ? s.Fail($"{s.Machine.Blueprint} is no longer in the repository. Launch {s.Machine.Blueprint.Name} again.")
        : s.Go(Phase.Provisioning)
            .With(m => m.Enter(Stage.Create, s.Now))
            .Do(new Effect.CreateVm(s.Blueprint))
            .Record(EventKind.CreateStarted, $"Creating {s.Machine.Placement.Size} in {s.Machine.Placement.Region}")
            .LookIn(s.Watch);
}
