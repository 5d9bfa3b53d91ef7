using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ChatOps.Sandbox.Cloud;
using ChatOps.Sandbox.Loopback;

namespace ChatOps.Tests.Contracts;

/// <summary>
/// What the Azure SDK and any stand-in for Azure said to each other in this run, one exchange of each shape. What tests send by
/// hand is not among it: it is often wrong on purpose, and no product's.
/// </summary>
internal static partial class ArmTraffic
{
    private static readonly ConcurrentDictionary<string, HttpExchange> Shapes = [];
    private static int _total;

    [GeneratedRegex("(?<=/(?:subscriptions|resourceGroups|virtualMachines|extensions|runCommands|disks|snapshots|networkInterfaces|publicIPAddresses"
        + "|locations|operations)/)[^/]+", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    /// <summary>How many exchanges there were, of whatever shape.</summary>
    public static int Total => _total;

    public static IReadOnlyList<HttpExchange> Distinct => [.. Shapes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];

    /// <summary>Before any test, so that no stand-in is missed wherever it is started.</summary>
    [ModuleInitializer]
    internal static void Listen() => ArmStandIn.Started += standIn => standIn.Exchanged += Note;

    /// <summary>Two exchanges have one shape when they differ in names, numbers and texts only.</summary>
    internal static string Shape(HttpExchange exchange)
    {
        var query = exchange.Url.Query.TrimStart('?').Split('&').Where(part => !part.StartsWith("$skiptoken", StringComparison.Ordinal)).Order();
        var path = Named().Replace(exchange.Url.AbsolutePath, "*");
        var headers = string.Join(',', exchange.ResponseHeaders.Keys.Order(StringComparer.OrdinalIgnoreCase));
        return $"{exchange.Method} {path}?{string.Join('&', query)} {exchange.Status} {headers}\n{Body(exchange.RequestBody)}\n{Body(exchange.ResponseBody)}";
    }

    private static string Body(string? body) => JsonShape.Of(body, "/tags");

    private static void Note(HttpExchange exchange)
    {
        if (!exchange.RequestHeaders.TryGetValue("User-Agent", out var agent) || !agent.StartsWith("azsdk-net-", StringComparison.Ordinal)) return;
        Interlocked.Increment(ref _total);
        Shapes.TryAdd(Shape(exchange), exchange);
    }
}
