using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatOps.Core.State;

namespace ChatOps.Bot.Channels;

/// <summary>A table of documents of one type, each under its own key.</summary>
internal sealed class Rows<T>(ITable table, JsonTypeInfo<T> type) where T : class
{
    private const int Tries = 10;

    public async Task<StoredRow<T>?> FindAsync(RowKey key, CancellationToken cancellationToken) =>
        await table.GetAsync(key.Partition, key.Row, cancellationToken) is { } row
            ? new StoredRow<T>(JsonSerializer.Deserialize(row.Body, type) ?? throw new InvalidOperationException($"Row {row.Row} holds no document."), row.ETag)
            : null;

    /// <summary>False when it changed since it was read: then nothing is written.</summary>
    /// <param name="read">Null for one that is not there.</param>
    public Task<bool> WriteAsync(RowKey key, StoredRow<T>? read, T value, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(value, type);
        TableWrite write = read is null ? new TableWrite.Insert(key.Row, body) : new TableWrite.Replace(key.Row, read.ETag, body);
        return table.TransactAsync(key.Partition, [write], cancellationToken);
    }

    public Task RemoveAsync(RowKey key, StoredRow<T> read, CancellationToken cancellationToken) =>
        table.TransactAsync(key.Partition, [new TableWrite.Remove(key.Row, read.ETag)], cancellationToken);

    /// <summary>Whatever anybody else does meanwhile. Nothing is written where nothing is different.</summary>
    /// <param name="change">From what there is, or null for nothing, to what there shall be; null to leave it.</param>
    public async Task<T?> ChangeAsync(RowKey key, Func<T?, T?> change, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            var read = await FindAsync(key, cancellationToken);
            var changed = change(read?.Value);
            if (changed is null || changed.Equals(read?.Value) || await WriteAsync(key, read, changed, cancellationToken)) return changed;
        }
        throw new InvalidOperationException($"Row {key.Row} kept changing while it was written.");
    }
}

/// <param name="ETag">Of the row as it was read.</param>
internal sealed record StoredRow<T>(T Value, string ETag);
