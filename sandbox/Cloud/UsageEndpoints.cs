using System.Text.Json.Nodes;
using ChatOps.Core.Sizes;

namespace ChatOps.Sandbox.Cloud;

/// <summary>What the subscription may have and has: usages (2023-07-01) and resource SKUs (2021-07-01).</summary>
internal static class UsageEndpoints
{
    public const string Spot = "LowPriorityCores";
    private const int DefaultLimit = 384;

    public static void Map(ArmRoutes routes)
    {
        routes.OnSubscription("GET", "locations/{region}/usages", request =>
            request.Page([.. Families, Spot], family => Usage(request.Cloud, family, request["region"])));
        routes.OnSubscription("GET", "skus", request =>
        {
            var region = request.Query("$filter")?.Split('\'') is [_, var named, _] ? named : "eastus";
            return request.Page([.. SizeCatalog.Names.Order(StringComparer.Ordinal).Select(SizeCatalog.Get)], size => Sku(size, region));
        });
    }

    public static int Limit(CloudState cloud, string family, string region) => cloud.Quota.GetValueOrDefault($"{family}/{region}", DefaultLimit);

    /// <summary>Stopped machines hold quota too.</summary>
    public static int Used(CloudState cloud, string family, string region) => cloud.UsedCores.GetValueOrDefault($"{family}/{region}");

    public static IReadOnlyList<string> Families { get; } =
        [.. SizeCatalog.Names.Select(name => SizeCatalog.Get(name).QuotaFamily).Distinct().Order(StringComparer.Ordinal)];

    private static JsonObject Usage(CloudState cloud, string family, string region) => new()
    {
        ["unit"] = "Count",
        ["currentValue"] = Used(cloud, family, region),
        ["limit"] = Limit(cloud, family, region),
        ["name"] = new JsonObject { ["value"] = family, ["localizedValue"] = $"{family} vCPUs" },
    };

    private static JsonObject Sku(GpuSize size, string region) => new()
    {
        ["resourceType"] = "virtualMachines",
        ["name"] = size.Name,
        ["tier"] = "Standard",
        ["size"] = size.Name["Standard_".Length..],
        ["family"] = size.QuotaFamily,
        ["locations"] = new JsonArray(region),
        ["locationInfo"] = new JsonArray(new JsonObject { ["location"] = region, ["zones"] = new JsonArray(), ["zoneDetails"] = new JsonArray() }),
        ["capabilities"] = new JsonArray(
            Capability("vCPUs", $"{size.VCpus}"), Capability("MemoryGB", $"{size.MemoryGiB}"), Capability("GPUs", $"{size.GpuCount}"),
            Capability("LowPriorityCapable", size.SpotCapable == true ? "True" : "False"), Capability("CpuArchitectureType", size.CpuArchitecture)),
        ["restrictions"] = new JsonArray(),
    };

    private static JsonObject Capability(string name, string value) => new() { ["name"] = name, ["value"] = value };
}
