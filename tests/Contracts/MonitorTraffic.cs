using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Monitor;
using ChatOps.Tests.Azure.Monitor;

namespace ChatOps.Tests.Contracts;

/// <summary>
/// What agents and the product said to any stand-in for Log Analytics in this run, one exchange of each shape. What tests send by hand is not
/// among it.
/// </summary>
internal static partial class MonitorTraffic
{
    private static readonly ConcurrentDictionary<string, HttpExchange> Shapes = [];
    private static int _total;

    [GeneratedRegex("(?<=/(?:workspaces|dataCollectionRules|streams)/)[^/]+")]
    private static partial Regex Named();

    /// <summary>How many exchanges there were, of whatever shape.</summary>
    public static int Total => _total;

    public static IReadOnlyList<HttpExchange> Distinct => [.. Shapes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];

    /// <summary>Before any test, so that no stand-in is missed wherever it is started.</summary>
    [ModuleInitializer]
    internal static void Listen() => MonitorStandIn.Started += standIn => standIn.Exchanged += Note;

    /// <summary>Two exchanges have one shape when they differ in names, numbers and texts only.</summary>
    private static string Shape(HttpExchange exchange) =>
        $"{exchange.Method} {Named().Replace(exchange.Url.AbsolutePath, "*")}{exchange.Url.Query} {exchange.Status}\n"
        + $"{JsonShape.Of(exchange.RequestBody, "/opaque")}\n{JsonShape.Of(exchange.ResponseBody, "/opaque")}";

    private static void Note(HttpExchange exchange)
    {
        // A port goes from one server to the next: who still asks for the queues that were there before, does not mean this one.
        if (exchange.Url.AbsolutePath.EndsWith("/messages", StringComparison.Ordinal)) return;
        if (!exchange.RequestHeaders.TryGetValue("Authorization", out var shown) || shown.EndsWith(MetricsDesk.ByHand, StringComparison.Ordinal)) return;
        // A long world says the same again and again.
        if (Interlocked.Increment(ref _total) < 20_000) Shapes.TryAdd(Shape(exchange), exchange);
    }
}
