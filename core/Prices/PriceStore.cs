using System.Collections.Immutable;
using System.Text.Json;
using ChatOps.Core.State;

namespace ChatOps.Core.Prices;

/// <summary>
/// The newest price book, for all programs on this state: one row. Even the prices of each GPU size and disk in each region that Azure has
/// are less than half of what fits into it.
/// </summary>
public sealed class PriceStore(ITable table)
{
    private const string Partition = "prices";
    private const string Newest = "newest";

    /// <summary>Null when none was kept yet.</summary>
    public async Task<StoredPrices?> FindAsync(CancellationToken cancellationToken) =>
        await table.GetAsync(Partition, Newest, cancellationToken) is { } row
            ? new StoredPrices(
                JsonSerializer.Deserialize(row.Body, StateJson.Default.KeptPrices) ?? throw new InvalidOperationException($"Row {row.Row} holds no document."),
                row.ETag)
            : null;

    /// <summary>False when another program has kept one since <paramref name="read"/> was read.</summary>
    /// <param name="read">The row as it was before; null for none.</param>
    public Task<bool> KeepAsync(StoredPrices? read, KeptPrices prices, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(prices, StateJson.Default.KeptPrices);
        return table.TransactAsync(
            Partition, [read is null ? new TableWrite.Insert(Newest, body) : new TableWrite.Replace(Newest, read.ETag, body)], cancellationToken);
    }
}

/// <param name="Changes">What is another price in it than in the book before it, by much.</param>
public sealed record KeptPrices(PriceBook Book, ImmutableArray<PriceChange> Changes);

/// <param name="ETag">Of the row as it was read.</param>
public sealed record StoredPrices(KeptPrices Prices, string ETag);
