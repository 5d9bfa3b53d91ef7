using ChatOps.Core.Prices;

namespace ChatOps.Core.Machines.Phases;

/// <summary>The VM is being made. No room in one place means the next place, after what the failure left is gone.</summary>
internal static class Provisioning
{
    /// <summary>How often a VM that Azure failed to make is asked for again.</summary>
    private const int MostRetries = 2;

    public static Step Decide(Situation s)
    {
        if (s.Seen.FaultOf is Effect.CreateVm && s.Seen.Fault is { } fault) return Refused(s, fault);
        if (s.InPhase > Waits.CreateLimit) return s.Fail($"Azure did not make the VM within {Words.Durations.Show(Waits.CreateLimit)}. Launch it again.");
        if (s.Seen.Fault is { } other) return s.Stay(Waits.After(other));
        if (s.Seen.Vm is not { } vm) return Create(s);
        if (s.Machine.Discarding) return vm.Provisioning == ProvisioningState.Deleting ? s.Stay(s.Watch) : s.Stay(s.Watch).Do(new Effect.DeleteVm());

        var seen = s with { Machine = s.Machine.StartBilling(s.Now).Know(vm) };
        return vm.Provisioning switch
        {
            ProvisioningState.Creating or ProvisioningState.Updating => seen.Stay(s.Watch),
            ProvisioningState.Succeeded => Validating.BeginLaunch(seen with { Machine = seen.Machine with { PlacedAt = s.Machine.PhaseSince } }),
            ProvisioningState.Failed or ProvisioningState.Canceled => Broken(seen, vm.Failure ?? new CloudFault(FaultKind.GuestFailed, "Failed", "")),
            // Somebody deletes it under our hands.
            ProvisioningState.Deleting => seen.Stay(s.Watch),
        };
    }

    private static Step Create(Situation s)
    {
        if (s.Blueprint is not { } blueprint) return s.Fail($"{s.Machine.Blueprint} is no longer in the repository. Launch {s.Machine.Blueprint.Name} again.");
        // The next attempt uses the same names for its disks.
        if (s.Machine.Discarding && !s.Seen.Leftovers.IsEmpty) return s.Stay(s.Watch).Do(new Effect.DeleteLeftovers(s.Seen.Leftovers));
        return s.Stay(s.Watch).With(m => m with { Discarding = false }).Do(new Effect.CreateVm(blueprint));
    }

    /// <summary>The request was not taken.</summary>
    private static Step Refused(Situation s, CloudFault fault) => fault.Kind switch
    {
        FaultKind.NoCapacity => NextPlace(s, fault),
        FaultKind.Transient or FaultKind.Throttled or FaultKind.Conflict when s.InPhase <= Waits.CreateLimit => s.Stay(Waits.After(fault)),
        _ => s.Fail(FaultAdvice.For(fault, s.Machine)),
    };

    /// <summary>The request was taken, but the VM could not be made. What there is of it has to go before it is asked for again.</summary>
    private static Step Broken(Situation s, CloudFault fault) => fault.Kind switch
    {
        FaultKind.NoCapacity => NextPlace(s, fault),
        FaultKind.Transient or FaultKind.Throttled or FaultKind.Conflict when s.Machine.Retries < MostRetries => s.Stay(TimeSpan.Zero)
            .With(m => m.StopBilling(s.Now) with { Retries = m.Retries + 1, Discarding = true, VmId = null, PhaseSince = s.Now })
            .Record(EventKind.PlacementFailed, $"Azure failed to make the VM ({fault.Code}); trying again"),
        _ => s.Fail(FaultAdvice.For(fault, s.Machine)),
    };

    private static Step NextPlace(Situation s, CloudFault fault)
    {
        if (s.Machine.Attempt + 1 >= s.Machine.Placements.Length) return s.Fail(FaultAdvice.For(fault, s.Machine));
        // The row remembers the next place before anything is deleted, so that a crash here cannot try the full one again.
        var (full, next) = (s.Machine.Placement, s.Machine.Placements[s.Machine.Attempt + 1]);
        return s.Stay(TimeSpan.Zero)
            .With(m => m.StopBilling(s.Now) with { Attempt = m.Attempt + 1, Discarding = true, VmId = null, PhaseSince = s.Now })
            .With(m => m.PricedBy(s.Prices, s.Blueprint))
            .Record(EventKind.PlacementFailed, $"No room for {full.Size} in {full.Region}; trying {next.Size} in {next.Region}");
    }
}
