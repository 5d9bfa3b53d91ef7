using ChatOps.Core.Blueprints;

namespace ChatOps.Core.Machines.Phases;

/// <summary>
/// The VM is there; Running is announced only when the machine itself has shown that it is ready. After a launch:
/// cloud-init ends, then the extensions (never before it: they would fight over apt), then the checks. After a start: the checks.
/// </summary>
internal static class Validating
{
    public static Step BeginLaunch(Situation s) => s.Go(Phase.Validating)
        .With(m => m.Enter(Stage.Software, s.Now))
        .Do(MachineScripts.AwaitSoftwareOn(s.Machine))
        .Record(EventKind.Created, $"The VM is there: {s.Machine.Placement.Size} in {s.Machine.Placement.Region}")
        .LookIn(s.Watch);

    public static Step BeginChecks(Situation s) => s.Go(Phase.Validating)
        .With(m => m.Enter(Stage.Checks, s.Now))
        .Do(MachineScripts.VerifyOn(s.Machine))
        .LookIn(s.Watch);

    public static Step Decide(Situation s)
    {
        if (s.Seen is { Fault: { } fault })
            return fault.Kind is FaultKind.Denied or FaultKind.Invalid ? s.Fail(FaultAdvice.For(fault, s.Machine)) : s.Stay(Waits.After(fault));
        var hasEnded = s.Seen.Run is { HasEnded: true };
        if (!hasEnded && s.Seen.Vm is null) return Stopped.Vanish(s);
        if (!hasEnded && s.Seen.Vm is { Power: PowerState.Deallocated or PowerState.Deallocating }) return StoppedInAzure(s);
        if (s.Blueprint is not { } blueprint) return BlueprintGone(s);
        return s.Machine.CurrentStage switch
        {
            Stage.Software => Software(s, blueprint),
            Stage.Extensions => InstallExtensions(s, blueprint),
            _ => Checks(s),
        };
    }

    private static Step BlueprintGone(Situation s) => s.Fail(
        $"{s.Machine.Blueprint} is no longer in the repository, so that its checks cannot be run. Launch {s.Machine.Blueprint.Name} again.");

    /// <summary>Half set up, it is of no use to anybody: a start runs the checks only. Set up once, it is worth keeping.</summary>
    private static Step StoppedInAzure(Situation s)
    {
        if (!s.Machine.Spot) return s.Fail($"Its VM was stopped in Azure while it was being set up. {s.TryAgain}");
        return s.Machine.Start > 1
            ? Stopped.Evict(s)
            : s.Fail("Azure took the spot capacity back while it was being set up. Launch it again, or launch without --spot.");
    }

    private static Step Software(Situation s, Blueprint blueprint)
    {
        if (s.Seen.Run is not { } run) return TooLong(s, Waits.SoftwareLimit) ?? s.Stay(s.Watch).Do(MachineScripts.AwaitSoftwareOn(s.Machine));
        if (!run.HasEnded) return TooLong(s, Waits.SoftwareLimit) ?? s.Stay(s.Watch);
        if (run is not { State: RunState.Succeeded, ExitCode: 0 }) return s.Fail("Installing the environment failed on the machine.", LastLines(run));
        return new Step(s.Machine.Enter(Stage.Extensions, s.Now), s.Now)
            .Record(EventKind.SoftwareInstalled, "The environment is installed")
            .Do(new Effect.InstallExtension(Extensions.For(blueprint).First()))
            .LookIn(s.Watch);
    }

    private static Step InstallExtensions(Situation s, Blueprint blueprint)
    {
        foreach (var extension in Extensions.For(blueprint))
        {
            var seen = s.Seen.Vm?.Extensions.FirstOrDefault(e => e.Name == extension.Name);
            if (seen is null) return TooLong(s, Waits.ExtensionsLimit) ?? s.Stay(s.Watch).Do(new Effect.InstallExtension(extension));
            if (seen.Provisioning is ProvisioningState.Failed or ProvisioningState.Canceled)
                return s.Fail($"Setting up {Describe(extension)} failed on the machine.", seen.Message);
            if (seen.Provisioning != ProvisioningState.Succeeded) return TooLong(s, Waits.ExtensionsLimit) ?? s.Stay(s.Watch);
        }
        return new Step(s.Machine.Enter(Stage.Checks, s.Now), s.Now)
            .Record(EventKind.ExtensionsInstalled, "Sign-in and driver are set up")
            .Do(MachineScripts.VerifyOn(s.Machine))
            .LookIn(s.Watch);
    }

    private static Step Checks(Situation s)
    {
        if (s.Seen.Run is not { } run) return TooLong(s, Waits.ChecksLimit) ?? s.Stay(s.Watch).Do(MachineScripts.VerifyOn(s.Machine));
        if (!run.HasEnded) return TooLong(s, Waits.ChecksLimit) ?? s.Stay(s.Watch);
        var results = MachineScripts.ReadChecks(run.Output);
        if (results is null || results.Count == 0) return s.Fail("The checks could not be run on the machine.", LastLines(run));
        var seen = s with { Machine = s.Machine with { Checks = [.. results] } };
        if (results.FirstOrDefault(r => !r.Passed) is { } failed) return seen.Fail($"Check \"{failed.Name}\" failed on the machine.", failed.Output);
        // The script exits 0 only when all have passed; a run that says both is not believed.
        return run is { State: RunState.Succeeded, ExitCode: 0 }
            ? Running.Begin(seen)
            : seen.Fail("The checks could not be run on the machine.", LastLines(run));
    }

    private static Step? TooLong(Situation s, TimeSpan limit) => s.Now - s.Machine.Stages[^1].StartedAt > limit
        ? s.Fail($"It took longer than {Words.Durations.Show(limit)} and was given up. "
            + $"{s.TryAgain} If that fails too, tell the owner of blueprint {s.Machine.Blueprint.Name}.")
        : null;

    private static string LastLines(SeenRun run) => $"{run.Output}\n{run.Error}".Trim() is { Length: > 0 } text ? text : $"{run.State}, without any output";

    private static string Describe(VmExtension extension) => extension.Name == "gpu-driver" ? "the GPU driver" : "sign-in with Entra";
}
