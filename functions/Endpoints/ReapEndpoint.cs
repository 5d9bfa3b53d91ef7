using ChatOps.Functions.Invocations;

namespace ChatOps.Functions.Endpoints;

/// <summary>Every five minutes: machines that nobody uses.</summary>
internal static class ReapEndpoint
{
    public static void Map(Triggers triggers, Product product) => triggers.Map("reap", product.Reap);
}
