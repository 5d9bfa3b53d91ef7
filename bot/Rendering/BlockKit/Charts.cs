using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Bot.Rendering.BlockKit;

/// <summary>Two in a message. https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block</summary>
internal sealed record ChartBlock(string Title, Chart Chart) : Block
{
    public override int Letters() => Title.Length + Chart.Letters();
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(BarChart), "bar")]
[JsonDerivedType(typeof(LineChart), "line")]
[JsonDerivedType(typeof(PieChart), "pie")]
internal abstract record Chart
{
    public abstract int Letters();
}

internal sealed record BarChart(ImmutableArray<Series> Series, Axis AxisConfig) : Chart
{
    public override int Letters() => Series.Sum(series => series.Name.Length) + AxisConfig.Categories.Sum(name => name.Length);
}

internal sealed record LineChart(ImmutableArray<Series> Series, Axis AxisConfig) : Chart
{
    public override int Letters() => Series.Sum(series => series.Name.Length) + AxisConfig.Categories.Sum(name => name.Length);
}

internal sealed record PieChart(ImmutableArray<Point> Segments) : Chart
{
    public override int Letters() => Segments.Sum(segment => segment.Label.Length);
}

/// <param name="Data">One point for each category.</param>
internal sealed record Series(string Name, ImmutableArray<Point> Data);

internal sealed record Point(string Label, decimal Value);

internal sealed record Axis(ImmutableArray<string> Categories);
