using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering.Adaptive;

namespace ChatOps.Bot.Rendering;

/// <summary>Charts as Teams draws them, and as rows of text for all other hosts.</summary>
internal static class AdaptiveCharts
{
    private static readonly TextRun BarLook = new() { Text = "", Color = TextColor.Accent };

    public static Element Draw(CardElement.Chart chart)
    {
        var (title, fallback) = (SeenText.Of(ChartRow.Heading(chart)), Rows(chart));
        return chart switch
        {
            { Kind: ChartKind.Line } => new LineChart([.. chart.Series.Select(Draw)]) { Title = title, Fallback = fallback },
            { Kind: ChartKind.Donut, Series: [var whole] } =>
                new DonutChart([.. whole.Points.Select(point => new Part(SeenText.Of(point.Label), ChartRow.Shown(point.Value)))])
                {
                    Title = title,
                    Fallback = fallback,
                },
            { Series: [var only] } => new BarChart(Draw(only).Values) { Title = title, Fallback = fallback },
            _ => new GroupedBarChart([.. chart.Series.Select(Draw)]) { Title = title, Fallback = fallback },
        };
    }

    private static Series Draw(ChartSeries series) => new(
        SeenText.Of(series.Name),
        [.. series.Points.Select(point => new Bar(SeenText.Of(point.Label), ChartRow.Shown(point.Value)))]);

    private static Container Rows(CardElement.Chart chart)
    {
        var rows = ChartRow.Of(chart);
        var longest = rows.Select(row => Label(row).Length).DefaultIfEmpty().Max();
        return new Container(
        [
            .. PlainText.Blocks(chart.Title, PlainText.Strong),
            .. rows.Select(row => new ColumnSet(
            [
                new Column(PlainText.WidthOf(longest), PlainText.Blocks(Label(row))),
                new Column("stretch", PlainText.Blocks(row.Bar, BarLook)),
                new Column("auto", PlainText.Blocks(row.Value)),
            ])
            {
                Spacing = Spacing.Small,
            }),
        ]);
    }

    private static string Label(ChartRow row) => row.Series.Length > 0 ? $"{row.Series}, {row.Label}" : row.Label;
}
