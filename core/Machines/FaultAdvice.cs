namespace ChatOps.Core.Machines;

/// <summary>What a person is told of Azure's refusals: what it means and what to do next, never Azure's raw text.</summary>
public static class FaultAdvice
{
    public static string For(CloudFault fault, Machine machine) => fault.Kind switch
    {
        FaultKind.NoCapacity => machine.Spot
            ? $"Azure has no spot room for {Sizes(machine)} in {Regions(machine)} right now. Launch without --spot, or try again later."
            : $"Azure has no room for {Sizes(machine)} in {Regions(machine)} right now. Try again later, or launch another blueprint.",
        FaultKind.QuotaExceeded =>
            $"The subscription's {(machine.Spot ? "spot" : machine.Size.QuotaFamily)} quota in {machine.Placement.Region} is used up. "
            + "Terminate a machine that is no longer needed (stopped ones hold quota too), or ask the platform team to raise it.",
        FaultKind.Denied => $"Azure does not let this product do that ({fault.Code}). The platform team has to look at its permissions, policies and locks.",
        FaultKind.Invalid => $"Azure refused the request as wrong ({fault.Code}). "
            + $"The platform team has to look at blueprint {machine.Blueprint.Name} and at the deployment's settings.",
        FaultKind.GuestFailed => $"The VM was made, but its system did not come up ({fault.Code}). "
            + $"Launch it again; if that fails too, tell the owner of blueprint {machine.Blueprint.Name}.",
        FaultKind.Transient or FaultKind.Throttled or FaultKind.Conflict or FaultKind.NotFound =>
            $"Azure kept failing ({fault.Code}). Try again later.",
    };

    private static string Sizes(Machine machine) => string.Join(" or ", machine.Placements.Select(p => p.Size).Distinct());

    private static string Regions(Machine machine) => string.Join(", ", machine.Placements.Select(p => p.Region).Distinct());
}
