using ChatOps.Functions.Invocations;

namespace ChatOps.Functions.Endpoints;

/// <summary>Every five minutes: what happened goes into the chain.</summary>
internal static class AuditEndpoint
{
    public static void Map(Triggers triggers, Product product) => triggers.Map("audit", product.Audit);
}
