using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ChatOps.Sandbox.Loopback;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Contracts;

/// <summary>Microsoft's OpenAPI files, which are not in this repository, and the validator that reads them.</summary>
internal static class OpenApi
{
    private const string Compute = "compute/resource-manager/Microsoft.Compute";
    private const string Network = "network/resource-manager/Microsoft.Network/stable/2023-05-01";

    /// <summary>Of what the product asks for; the API versions are those that its SDK sends.</summary>
    private static readonly string[] Files =
    [
        $"{Compute}/ComputeRP/stable/2023-07-01/computeRPCommon.json",
        $"{Compute}/ComputeRP/stable/2023-07-01/virtualMachine.json",
        $"{Compute}/ComputeRP/stable/2023-07-01/runCommand.json",
        $"{Compute}/DiskRP/stable/2023-04-02/disk.json",
        $"{Compute}/Skus/stable/2021-07-01/skus.json",
        $"{Network}/networkInterface.json",
        $"{Network}/publicIpAddress.json",
        "cost-management/resource-manager/Microsoft.CostManagement/stable/2023-11-01/costmanagement.json",
        "resources/resource-manager/Microsoft.Resources/stable/2022-09-01/resources.json",
    ];

    /// <summary>Likewise, where it is there: a smaller set of files may come without it.</summary>
    public const string Snapshots = $"{Compute}/DiskRP/stable/2023-04-02/snapshot.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Where the files come from when they are not there.</summary>
    public const string Missing = "The contract checks did not run: there are no OpenAPI files. "
        + "Check out azure-rest-api-specs, as CONTRIBUTING.md says.";

    /// <summary>The folder "specification"; null when it is not here.</summary>
    /// <exception cref="InvalidOperationException">It is not here, and CHATOPS_DEMAND_SPECS says that it must be.</exception>
    public static string? Specification() => Find(Path.Combine("azure-rest-api-specs", "specification"), Missing);

    /// <summary>A file or folder where all of them are looked for; null when it is not here.</summary>
    /// <exception cref="InvalidOperationException">
    /// It is not here, CHATOPS_DEMAND_SPECS says that it must be, and CHATOPS_SPARE_SPECS does not name it as one to do without.
    /// </exception>
    public static string? Find(string path, string missing)
    {
        var specs = Environment.GetEnvironmentVariable("CHATOPS_SPECS") is { Length: > 0 } given
            ? given
            : Repository.At("..", "shared", "facts", "specs");
        var found = Path.GetFullPath(Path.Combine(specs, path));
        if (Path.Exists(found)) return found;
        return IsDemanded(path) ? throw new InvalidOperationException(missing) : null;
    }

    /// <summary>False for what none of the files that are there is about.</summary>
    public static bool Describes(string specification, HttpExchange exchange) => HasSnapshots(specification)
        || !exchange.Url.AbsolutePath.Contains("/Microsoft.Compute/snapshots/", StringComparison.OrdinalIgnoreCase);

    private static bool HasSnapshots(string specification) => File.Exists(Path.Combine(specification, Snapshots));

    private static bool IsDemanded(string path) =>
        Environment.GetEnvironmentVariable("CHATOPS_DEMAND_SPECS") is { Length: > 0 }
        && Environment.GetEnvironmentVariable("CHATOPS_SPARE_SPECS")?.Split(' ').Contains(path) != true;

    /// <summary>What is wrong with each, in the same order.</summary>
    public static Task<IReadOnlyList<Verdict>> ValidateAsync(
        string specification, IReadOnlyList<HttpExchange> exchanges, CancellationToken cancellationToken) =>
        RunAsync(
            "validate-traffic.mjs",
            new { specification, files = HasSnapshots(specification) ? [.. Files, Snapshots] : Files, exchanges = exchanges.Select(Payload) },
            exchanges,
            cancellationToken);

    /// <inheritdoc cref="ValidateAsync"/>
    /// <param name="file">The Bot Connector's OpenAPI file.</param>
    public static Task<IReadOnlyList<Verdict>> ValidateConnectorAsync(
        string file, IReadOnlyList<HttpExchange> exchanges, CancellationToken cancellationToken) =>
        RunAsync("validate-connector.mjs", new { file, exchanges = exchanges.Select(Payload) }, exchanges, cancellationToken);

    /// <inheritdoc cref="ValidateAsync"/>
    public static Task<IReadOnlyList<Verdict>> ValidateMonitorAsync(
        string specification, IReadOnlyList<HttpExchange> exchanges, CancellationToken cancellationToken) =>
        RunAsync("validate-monitor.mjs", new { specification, exchanges = exchanges.Select(Payload) }, exchanges, cancellationToken);

    private static async Task<IReadOnlyList<Verdict>> RunAsync(
        string script, object given, IReadOnlyList<HttpExchange> exchanges, CancellationToken cancellationToken)
    {
        var output = await Node.RunAsync($"../Contracts/{script}", JsonSerializer.Serialize(given, Json), cancellationToken);
        var verdicts = JsonSerializer.Deserialize<List<Verdict>>(output, Json) ?? [];
        Assert.Equal(exchanges.Count, verdicts.Count);
        return verdicts;
    }

    private static object Payload(HttpExchange exchange) => new
    {
        exchange.Method,
        Url = exchange.Url.AbsoluteUri,
        exchange.RequestHeaders,
        RequestBody = exchange.RequestBody is { } asked ? JsonNode.Parse(asked) : null,
        exchange.Status,
        exchange.ResponseHeaders,
        ResponseBody = exchange.ResponseBody is { } said ? JsonNode.Parse(said) : null,
    };
}

/// <param name="Operation">Null when Azure has no such operation.</param>
internal sealed record Verdict(string? Operation, IReadOnlyList<string> Violations);
