using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Bot.Rendering.Adaptive;

/// <summary>Teams' own: no other host knows charts, so each has a fallback.</summary>
internal abstract record Chart : Element
{
    [JsonPropertyOrder(-1)]
    public required string Title { get; init; }
    public bool ShowTitle { get; } = true;
}

/// <summary>A bar for each name, one under the other.</summary>
internal sealed record BarChart(ImmutableArray<Bar> Data) : Chart
{
    public string DisplayMode { get; } = "AbsoluteNoAxis";
}

/// <summary>Several bars for each name.</summary>
internal sealed record GroupedBarChart(ImmutableArray<Series> Data) : Chart;

internal sealed record LineChart(ImmutableArray<Series> Data) : Chart;

/// <summary>A ring: parts of a whole.</summary>
internal sealed record DonutChart(ImmutableArray<Part> Data) : Chart;

internal sealed record Bar(string X, decimal Y);

internal sealed record Series(string Legend, ImmutableArray<Bar> Values);

internal sealed record Part(string Legend, decimal Value);
