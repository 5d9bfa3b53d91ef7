using ChatOps.Azure;
using ChatOps.Functions.Invocations;

namespace ChatOps.Functions.Endpoints;

/// <summary>A machine has messages that wait to be delivered.</summary>
internal static class OutboxEndpoint
{
    public static void Map(Triggers triggers, Product product) => triggers.Map(QueueNudges.Outbox, async (call, cancellationToken) =>
    {
        if (QueueNudges.MachineOf(call.Message()) is { } machine)
            await product.HandleAsync(new Nudge(NudgeKind.Deliver, machine), cancellationToken);
    });
}
