using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.State;

namespace ChatOps.Core.Actuals;

/// <summary>What Azure billed, day by day: a partition for each month, a row for each day. Beside them what the admins were told of it.</summary>
/// <param name="table">The one called "actuals".</param>
public sealed class ActualStore(ITable table)
{
    private const string Told = "told";

    /// <summary>So many rows at once that they fit into a transaction with 200 teams in each.</summary>
    private const int AtOnce = 8;

    /// <summary>Null where it was never read.</summary>
    public async Task<ActualDay?> FindAsync(DateOnly day, CancellationToken cancellationToken) =>
        await table.GetAsync(Month(day), Row(day), cancellationToken) is { } row ? Read(row) : null;

    /// <summary>The days of a month that were read, in their order.</summary>
    /// <param name="month">Any day of it.</param>
    public async Task<IReadOnlyList<ActualDay>> OfMonthAsync(DateOnly month, CancellationToken cancellationToken) =>
        await table.QueryAsync(new TableRange(Month(month), ""), cancellationToken).Select(Read).ToListAsync(cancellationToken);

    /// <summary>Keeps what was read anew, in place of what was known of the same days; in their order, so that the last one is there when all are.</summary>
    public async Task KeepAsync(IEnumerable<ActualDay> days, CancellationToken cancellationToken)
    {
        foreach (var month in days.OrderBy(day => day.Day).GroupBy(day => Month(day.Day)))
        {
            var known = await table.QueryAsync(new TableRange(month.Key, ""), cancellationToken)
                .ToDictionaryAsync(row => row.Row, cancellationToken: cancellationToken);
            foreach (var some in month.Chunk(AtOnce))
                // Where another was faster, it has read the same.
                await table.TransactAsync(month.Key, [.. some.Select(day => Write(day, known.GetValueOrDefault(Row(day.Day))))], cancellationToken);
        }
    }

    public async Task<ToldDeviations> ToldAsync(CancellationToken cancellationToken) =>
        await table.GetAsync(Told, Told, cancellationToken) is { } row
            ? JsonSerializer.Deserialize(row.Body, ActualsJson.Default.ToldDeviations) ?? ToldDeviations.None
            : ToldDeviations.None;

    public Task KeepToldAsync(ToldDeviations told, CancellationToken cancellationToken) =>
        table.PutAsync(Told, Told, JsonSerializer.Serialize(told, ActualsJson.Default.ToldDeviations), cancellationToken);

    private static TableWrite Write(ActualDay day, TableRow? known)
    {
        var body = JsonSerializer.Serialize(day, ActualsJson.Default.ActualDay);
        return known is null ? new TableWrite.Insert(Row(day.Day), body) : new TableWrite.Replace(known.Row, known.ETag, body);
    }

    private static ActualDay Read(TableRow row) => JsonSerializer.Deserialize(row.Body, ActualsJson.Default.ActualDay)
        ?? throw new InvalidOperationException($"Row {row.Partition}/{row.Row} holds no document.");

    private static string Month(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Row(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What the admins were told of bills that are not as estimated.</summary>
/// <param name="ReadAt">When that was read of which all has been told; null for nothing.</param>
public sealed record ToldDeviations(DateTimeOffset? ReadAt, ImmutableArray<ToldDeviation> All)
{
    public static ToldDeviations None { get; } = new(null, []);
}

/// <param name="Key">Of its card.</param>
/// <param name="Shown">What stood on it, so that nothing is shown again that is as it was.</param>
public sealed record ToldDeviation(string Key, string Team, DateOnly First, DateOnly Last, string Shown);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ActualDay))]
[JsonSerializable(typeof(ToldDeviations))]
internal sealed partial class ActualsJson : JsonSerializerContext;
