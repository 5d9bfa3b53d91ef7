namespace ChatOps.Core.Machines.Phases;

/// <summary>The VM is being made. No room in one place means the next place, after what the failure left is gone.</summary>
internal static class Provisioning
{
    public static Step Decide(Situation s)
    {
        if (s.Seen.FaultOf is Effect.CreateVm && s.Seen.Fault is { } fault) return Refused(s, fault);
        if (s.InPhase > Waits.CreateLimit) return s.Fail($"Azure did not make the VM within {Words.Durations.Show(Waits.CreateLimit)}. Launch it again.");
        if (s.Seen.Fault is { } other) return s.Stay(Waits.After(other));
        if (s.Seen.Vm is not { } vm) return Create(s);
        if (s.Machine.Discarding) return vm.Provisioning == ProvisioningState.Deleting ? s.Stay(Waits.Soon) : s.Stay(Waits.Soon).Do(new Effect.DeleteVm());

        var seen = s with { Machine = s.Machine.StartBilling(s.Now).Know(vm) };
        return vm.Provisioning switch
        {
            ProvisioningState.Creating or ProvisioningState.Updating => seen.Stay(Waits.Soon),
            ProvisioningState.Succeeded => Validating.BeginLaunch(seen),
            ProvisioningState.Failed or ProvisioningState.Canceled => Refused(seen, vm.Failure ?? new CloudFault(FaultKind.GuestFailed, "Failed", "")),
            // Somebody deletes it under our hands.
            ProvisioningState.Deleting => seen.Stay(Waits.Soon),
        };
    }

    private static Step Create(Situation s)
    {
        if (s.Blueprint is not { } blueprint) return s.Fail($"{s.Machine.Blueprint} is no longer in the repository. Launch {s.Machine.Blueprint.Name} again.");
        return s.Stay(Waits.Soon).With(m => m with { Discarding = false }).Do(new Effect.CreateVm(blueprint));
    }

    private static Step Refused(Situation s, CloudFault fault)
    {
        if (fault.Kind is FaultKind.Transient or FaultKind.Throttled or FaultKind.Conflict)
            return s.InPhase > Waits.CreateLimit ? s.Fail(FaultAdvice.For(fault, s.Machine)) : s.Stay(Waits.After(fault));
        if (fault.Kind != FaultKind.NoCapacity || s.Machine.Attempt + 1 >= s.Machine.Placements.Length)
            return s.Fail(FaultAdvice.For(fault, s.Machine));

        // The row remembers the next place before anything is deleted, so that a crash here cannot try the full one again.
        var (full, next) = (s.Machine.Placement, s.Machine.Placements[s.Machine.Attempt + 1]);
        return s.Stay(TimeSpan.Zero)
            .With(m => m.StopBilling(s.Now) with { Attempt = m.Attempt + 1, Discarding = true, PhaseSince = s.Now })
            .With(m => m with { PerHour = m.Size.PerHour(m.Spot) })
            .Record(EventKind.PlacementFailed, $"No room for {full.Size} in {full.Region}; trying {next.Size} in {next.Region}");
    }
}
