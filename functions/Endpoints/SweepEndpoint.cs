using ChatOps.Functions.Invocations;

namespace ChatOps.Functions.Endpoints;

/// <summary>Each minute: whatever is due, and whatever waits to be told.</summary>
internal static class SweepEndpoint
{
    public static void Map(Triggers triggers, Product product) => triggers.Map("sweep", product.Sweep);
}
