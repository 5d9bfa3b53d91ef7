using ChatOps.Functions.Invocations;

namespace ChatOps.Functions.Endpoints;

/// <summary>Soon after each quarter of an hour, as nine in the morning is one in every time zone: what teams have spent.</summary>
internal static class DigestEndpoint
{
    public static void Map(Triggers triggers, Product product) => triggers.Map("digest", product.Digest);
}
