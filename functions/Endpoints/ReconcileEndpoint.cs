using ChatOps.Core.Machines;
using ChatOps.Functions.Invocations;

namespace ChatOps.Functions.Endpoints;

/// <summary>A machine is to be looked at: the product says so, or Event Grid, whose events are partly about what is no machine of ours.</summary>
internal static class ReconcileEndpoint
{
    public static void Map(Triggers triggers, Product product) => triggers.Map(NudgeKind.Look, product);
}
