using ChatOps.Functions.Invocations;

namespace ChatOps.Functions.Endpoints;

/// <summary>Every five minutes: which machines are not as they were.</summary>
internal static class RoundsEndpoint
{
    public static void Map(Triggers triggers, Product product) => triggers.Map("rounds", product.Rounds);
}
