using System.Collections.Immutable;
using System.Globalization;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering.BlockKit;

namespace ChatOps.Bot.Rendering;

/// <summary>Charts as Slack draws them. It takes small ones only: any other is told in rows of text, with all that it says.</summary>
internal static class BlockKitCharts
{
    /// <summary>In a message.</summary>
    private const int MostCharts = 2;

    private const int MostSeries = 6, MostCategories = 20, MostSegments = 6, LongestTitle = 50, LongestLabel = 20;

    public static IEnumerable<Block> Draw(CardElement.Chart chart, BlockKitLevel level, IReadOnlyCollection<Block> drawn)
    {
        var named = Named(chart);
        return level == BlockKitLevel.Newest && drawn.OfType<ChartBlock>().Count() < MostCharts && Native(named) is { } native
            ? [native]
            : BlockKitElements.Framed(
                named.Title.Length > 0 ? named.Title : null,
                BlockKitElements.Columns([.. ChartRow.Of(named).Select(TextRenderer.Row)]));
    }

    /// <summary>With dates as "18 Nov", "19", "20": columns are narrow.</summary>
    internal static CardElement.Chart Named(CardElement.Chart chart) => chart with
    {
        Series = [.. chart.Series.Select(series => series with { Points = [.. series.Points.Select(Named)] })],
    };

    /// <summary>Null for a chart that Slack would not take.</summary>
    private static ChartBlock? Native(CardElement.Chart chart)
    {
        var title = SeenText.Of(ChartRow.Heading(chart));
        if (chart.Title.Length == 0 || title.Length > LongestTitle || chart.Series.Length is 0 or > MostSeries) return null;
        var series = chart.Series.Select(one => Draw(one, title)).ToImmutableArray();
        var categories = series[0].Data.Select(point => point.Label).ToImmutableArray();
        if (categories.Length is 0 or > MostCategories || !AreLabels(categories) || !AreLabels([.. series.Select(one => one.Name)])) return null;
        // A series that lacks one of the others' points would have to say 0, which is something else.
        if (series.Any(one => !one.Data.Select(point => point.Label).SequenceEqual(categories))) return null;
        return new ChartBlock(title, chart.Kind switch
        {
            ChartKind.Donut when IsPie(series) => new PieChart(series[0].Data),
            ChartKind.Line => new LineChart(series, new Axis(categories)),
            ChartKind.Donut or ChartKind.Bar => new BarChart(series, new Axis(categories)),
        });
    }

    private static Series Draw(ChartSeries series, string title) => new(
        series.Name.Length > 0 ? SeenText.Of(series.Name) : SeenText.Start(title, LongestLabel),
        [.. series.Points.Select(point => new Point(SeenText.Of(point.Label), ChartRow.Shown(point.Value)))]);

    private static ChartPoint Named(ChartPoint point, int index) =>
        DateOnly.TryParseExact(point.Label, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? point with { Label = date.ToString(index == 0 || date.Day == 1 ? "d MMM" : "%d", CultureInfo.InvariantCulture) }
            : point;

    private static bool IsPie(ImmutableArray<Series> series) =>
        series is [{ Data: { Length: <= MostSegments } segments }] && segments.All(segment => segment.Value > 0);

    private static bool AreLabels(ImmutableArray<string> labels) =>
        labels.All(label => label.Length is > 0 and <= LongestLabel) && labels.Distinct().Count() == labels.Length;
}
