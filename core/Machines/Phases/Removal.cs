namespace ChatOps.Core.Machines.Phases;

/// <summary>Takes everything away that a machine has in Azure, in the order in which Azure lets go of it.</summary>
internal static class Removal
{
    /// <summary>The next step, or null when nothing is left.</summary>
    public static Step? Next(Situation s)
    {
        if (s.Seen.Fault is { } fault) return s.Refused(fault);
        if (s.Seen.Vm is { } vm)
        {
            var step = s.Stay(s.Watch).With(m => m.Know(vm));
            return vm.Provisioning == ProvisioningState.Deleting ? step : step.Do(new Effect.DeleteVm());
        }
        return s.Seen.Leftovers.IsEmpty ? null : s.Stay(s.Watch).Do(new Effect.DeleteLeftovers(s.Seen.Leftovers));
    }
}
