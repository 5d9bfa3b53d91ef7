using ChatOps.Functions.Invocations;

namespace ChatOps.Functions.Endpoints;

/// <summary>Every fifteen minutes: how much of its budget each team has spent.</summary>
internal static class MeterEndpoint
{
    public static void Map(Triggers triggers, Product product) => triggers.Map("meter", product.Meter);
}
