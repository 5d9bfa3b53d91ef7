using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Rendering;

/// <summary>A point of a chart where charts cannot be drawn.</summary>
/// <param name="Series">Empty where there is only one.</param>
/// <param name="Bar">As long as the value is large, beside the chart's largest; empty for nothing.</param>
/// <param name="Value">With its unit: "$14.69", "3 h".</param>
public sealed record ChartRow(string Series, string Label, string Bar, string Value)
{
    private const int Longest = 20;

    private const int LongestUnit = 20;

    public static ImmutableArray<ChartRow> Of(CardElement.Chart chart)
    {
        var most = chart.Series.SelectMany(series => series.Points).Select(point => Shown(point.Value)).DefaultIfEmpty().Max();
        return [.. chart.Series.SelectMany(series => series.Points.Select(point => new ChartRow(
            chart.Series.Length > 1 ? series.Name : "",
            point.Label,
            Bars(Shown(point.Value), most),
            Of(Shown(point.Value), chart.Unit))))];
    }

    /// <summary>The heading of a chart that says no units at its values.</summary>
    public static string Heading(CardElement.Chart chart) => chart.Unit.Length == 0 ? chart.Title : $"{chart.Title} ({chart.Unit})";

    /// <summary>What a chart says of a value.</summary>
    public static decimal Shown(decimal value) => Math.Round(Math.Max(0, value), 2);

    private static string Bars(decimal value, decimal most) =>
        value == 0 ? "" : new string('▇', Math.Max(1, (int)Math.Round(Longest * value / most)));

    private static string Of(decimal value, string unit) => unit switch
    {
        "" => $"{value:0.##}",
        { Length: 3 } when unit.All(char.IsAsciiLetterUpper) => new Money(value, unit).ToString(),
        // It stands in each row: were it no word, a large chart would fill the memory.
        { Length: > LongestUnit } => $"{value:0.##} {unit.AsSpan(0, LongestUnit)}…",
        _ => $"{value:0.##} {unit}",
    };
}
