using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace ChatOps.Azure.CostManagement;

/// <summary>What one day cost, of all that a tag has one value on.</summary>
/// <param name="Day">As UTC has it.</param>
/// <param name="TagValue">Null for what has no such tag.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record CostRow(DateOnly Day, string? TagValue, string Currency, decimal Amount)
{
    internal const string AmountColumn = "PreTaxCost";

    /// <summary>Columns come in no order that could be relied on.</summary>
    /// <exception cref="JsonException">It is not what was asked for.</exception>
    internal static IEnumerable<CostRow> Of(CostQueryPage page)
    {
        var (day, value, currency, amount) = (Column("UsageDate"), Column("TagValue"), Column("Currency"), Column(AmountColumn));
        foreach (var row in page.Rows)
        {
            if (row.IsDefault || row.Length != page.Columns.Length) throw new JsonException("A row has not as many values as there are columns.");
            yield return new CostRow(DayOf(row[day]), TagOf(row[value]), CurrencyOf(row[currency]), AmountOf(row[amount]));
        }

        int Column(string name) => page.Columns.Select(column => column.Name).ToList().IndexOf(name) is >= 0 and var found
            ? found
            : throw new JsonException($"There is no column {name}.");
    }

    /// <summary>20261129 for 29 November 2026.</summary>
    private static DateOnly DayOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
        && DateOnly.TryParseExact(number.ToString(CultureInfo.InvariantCulture), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new JsonException("UsageDate is no day.");

    private static string? TagOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        _ => throw new JsonException("TagValue is no text."),
    };

    private static string CurrencyOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: 3 } code ? code : throw new JsonException("Currency is none.");

    private static decimal AmountOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var amount) ? amount : throw new JsonException($"{AmountColumn} is no amount.");
}

/// <summary>A page of an answer: QueryResult of the api version 2023-11-01.</summary>
internal sealed record CostQueryAnswer
{
    public required CostQueryPage Properties { get; init; }
}

internal sealed record CostQueryPage
{
    public required ImmutableArray<CostQueryColumn> Columns { get; init => field = value.IsDefault ? [] : value; }
    public required ImmutableArray<ImmutableArray<JsonElement>> Rows { get; init => field = value.IsDefault ? [] : value; }
    /// <summary>Null, or empty, on the last one.</summary>
    public string? NextLink { get; init; }
}

internal sealed record CostQueryColumn(string Name);
