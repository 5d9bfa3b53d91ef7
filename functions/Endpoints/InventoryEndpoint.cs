using ChatOps.Functions.Invocations;

namespace ChatOps.Functions.Endpoints;

/// <summary>Once an hour: what lies in Azure and is nobody's.</summary>
internal static class InventoryEndpoint
{
    public static void Map(Triggers triggers, Product product) => triggers.Map("inventory", product.Inventory);
}
