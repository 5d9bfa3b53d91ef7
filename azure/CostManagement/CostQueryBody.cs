using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace ChatOps.Azure.CostManagement;

/// <summary>A question about actual costs by day and by the value of a tag: QueryDefinition of the api version 2023-11-01.</summary>
internal sealed record CostQueryBody(CostQueryTime TimePeriod, CostQueryData Dataset)
{
    public string Type { get; } = "ActualCost";

    public string Timeframe { get; } = "Custom";

    /// <param name="to">The last day.</param>
    public static CostQueryBody Of(string tag, DateOnly from, DateOnly to) => new(
        new CostQueryTime(At(from, "T00:00:00Z"), At(to, "T23:59:59Z")),
        new CostQueryData
        {
            Aggregation = new() { ["totalCost"] = new CostQueryAggregation(CostRow.AmountColumn, "Sum") },
            Grouping = [new CostQueryGrouping("TagKey", tag)],
        });

    private static string At(DateOnly day, string time) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + time;
}

internal sealed record CostQueryTime(string From, string To);

internal sealed record CostQueryData
{
    public string Granularity { get; } = "Daily";
    public required Dictionary<string, CostQueryAggregation> Aggregation { get; init; }
    public required ImmutableArray<CostQueryGrouping> Grouping { get; init; }
}

internal sealed record CostQueryAggregation(string Name, string Function);

internal sealed record CostQueryGrouping(string Type, string Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CostQueryBody))]
[JsonSerializable(typeof(CostQueryAnswer))]
internal sealed partial class CostQueryJson : JsonSerializerContext;
