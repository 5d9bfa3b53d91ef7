using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Tests.Contracts;

/// <summary>What the bot and any stand-in for the Bot Connector said to each other in this run, one exchange of each shape.</summary>
internal static partial class ConnectorTraffic
{
    /// <summary>What tests show that send something by hand: it is often wrong on purpose, and no product's.</summary>
    public const string ByHand = "Bearer by-hand";

    private static readonly ConcurrentDictionary<string, HttpExchange> Shapes = [];
    private static int _total;

    [GeneratedRegex("(?<=/(?:conversations|activities|members)/)[^/]+")]
    private static partial Regex Named();

    /// <summary>How many exchanges there were, of whatever shape.</summary>
    public static int Total => _total;

    public static IReadOnlyList<HttpExchange> Distinct => [.. Shapes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];

    /// <summary>Before any test, so that no stand-in is missed wherever it is started.</summary>
    [ModuleInitializer]
    internal static void Listen() => ConnectorStandIn.Started += standIn => standIn.Exchanged += Note;

    /// <summary>Two exchanges have one shape when they differ in names, numbers and texts only. Cards are held to their own schema elsewhere.</summary>
    internal static string Shape(HttpExchange exchange)
    {
        var query = exchange.Url.Query.TrimStart('?').Split('&').Select(part => part.Split('=')[0]).Order();
        return $"{exchange.Method} {Named().Replace(exchange.Url.AbsolutePath, "*")}?{string.Join('&', query)} {exchange.Status}\n"
            + $"{JsonShape.Of(exchange.RequestBody, "/content")}\n{JsonShape.Of(exchange.ResponseBody, "/content")}";
    }

    private static void Note(HttpExchange exchange)
    {
        if (!exchange.RequestHeaders.TryGetValue("Authorization", out var shown) || shown == ByHand) return;
        Interlocked.Increment(ref _total);
        Shapes.TryAdd(Shape(exchange), exchange);
    }
}
