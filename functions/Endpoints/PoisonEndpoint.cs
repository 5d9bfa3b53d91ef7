using ChatOps.Azure;
using ChatOps.Core.Machines;
using ChatOps.Functions.Invocations;

namespace ChatOps.Functions.Endpoints;

/// <summary>The host has given a message up after five attempts and put it into <c>QUEUE-poison</c>: it is kept for the admins, who are told.</summary>
internal static class PoisonEndpoint
{
    public static void Map(Triggers triggers, Product product, NudgeKind kind) => triggers.Map(
        $"{QueueNudges.QueueOf(kind)}-poison",
        (call, cancellationToken) =>
        {
            var text = call.Message();
            QueueNudges.TryRead(text, out var machine);
            return product.GiveUpAsync(kind, text, machine, cancellationToken);
        });
}
