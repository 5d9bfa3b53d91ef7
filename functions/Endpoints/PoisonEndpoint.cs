using ChatOps.Functions.Invocations;

namespace ChatOps.Functions.Endpoints;

/// <summary>The host gave a message up after five attempts and put it into <c>QUEUE-poison</c>.</summary>
internal static class PoisonEndpoint
{
    public static void Map(Triggers triggers, Product product, string queue) => triggers.Map($"{queue}-poison", (call, cancellationToken) =>
        product.GiveUpAsync(queue, call.Message(), cancellationToken));
}
