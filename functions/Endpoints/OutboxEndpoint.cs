using ChatOps.Core.Machines;
using ChatOps.Functions.Invocations;

namespace ChatOps.Functions.Endpoints;

/// <summary>A machine has messages that wait to be delivered.</summary>
internal static class OutboxEndpoint
{
    public static void Map(Triggers triggers, Product product) => triggers.Map(NudgeKind.Deliver, product);
}
