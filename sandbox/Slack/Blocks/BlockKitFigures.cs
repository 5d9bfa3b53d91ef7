using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOps.Bot.Cards;

namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>Tables and charts that Slack draws itself.</summary>
internal static partial class BlockKitFigures
{
    /// <summary>What the heading of a chart ends with.</summary>
    [GeneratedRegex(@" \(([^()]*)\)$")]
    private static partial Regex Unit();

    /// <summary>Its first row is the header.</summary>
    public static CardElement.Table Table(JsonObject block)
    {
        if (block["rows"] is not JsonArray { Count: > 0 } rows) throw new FormatException($"A table has rows: {block.ToJsonString()}");
        var cells = rows.Select(Cells).ToImmutableArray();
        return new CardElement.Table(cells[0], cells.RemoveAt(0));
    }

    public static CardElement.Chart Chart(JsonObject block)
    {
        var (heading, chart) = (BlockKitText.Of(block, "title"), block["chart"] as JsonObject ?? []);
        var unit = Unit().Match(heading);
        var (kind, series) = BlockKitText.Of(chart, "type") switch
        {
            "pie" => (ChartKind.Donut, [new ChartSeries("", Points(chart, "segments"))]),
            "bar" => (ChartKind.Bar, Series(chart)),
            "line" => (ChartKind.Line, Series(chart)),
            var type => throw new FormatException($"We draw no {type} chart."),
        };
        return new CardElement.Chart(unit.Success ? heading[..unit.Index] : heading, kind, unit.Groups[1].Value, series);
    }

    private static ImmutableArray<string> Cells(JsonNode? row) => row is JsonArray cells
        ? [.. cells.OfType<JsonObject>().Select(cell => BlockKitText.Of(cell, "type") == "raw_text"
            ? BlockKitText.Seen(BlockKitText.Of(cell, "text"))
            : throw new FormatException($"We draw no {BlockKitText.Of(cell, "type")} in a table."))]
        : throw new FormatException($"This is no row of a table: {row?.ToJsonString()}");

    private static ImmutableArray<ChartSeries> Series(JsonObject chart) =>
        [.. BlockKitText.Items(chart, "series").Select(series => new ChartSeries(BlockKitText.Of(series, "name"), Points(series, "data")))];

    private static ImmutableArray<ChartPoint> Points(JsonObject node, string name) => [.. BlockKitText.Items(node, name).Select(point =>
        new ChartPoint(BlockKitText.Of(point, "label"), point["value"]?.GetValue<decimal>() ?? throw new FormatException($"A point has a value: {point}")))];
}
