using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOps.Core.Inventory;

namespace ChatOps.Core.State;

/// <summary>What was found in Azure and belongs to no live machine, until it is gone and the admins have been told: one partition, few rows.</summary>
public sealed class OrphanStore(ITable table)
{
    private const string Partition = "orphans";

    /// <summary>A row's key: ARM ids have slashes, and no fixed case.</summary>
    public static string Key(string armId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(armId.ToLowerInvariant())))[..32];

    public async IAsyncEnumerable<StoredOrphan> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(new TableRange(Partition, ""), cancellationToken)) yield return Read(row);
    }

    /// <summary>Does nothing when it is there already.</summary>
    public Task AddAsync(Orphan orphan, CancellationToken cancellationToken) =>
        table.TransactAsync(Partition, [new TableWrite.Insert(Key(orphan.Id), Body(orphan))], cancellationToken);

    /// <summary>The row as it is now; null when it changed since it was read, and then nothing is written.</summary>
    public async Task<StoredOrphan?> SaveAsync(StoredOrphan read, Orphan orphan, CancellationToken cancellationToken)
    {
        var key = Key(orphan.Id);
        if (!await table.TransactAsync(Partition, [new TableWrite.Replace(key, read.ETag, Body(orphan))], cancellationToken)) return null;
        return await table.GetAsync(Partition, key, cancellationToken) is { } row ? Read(row) : null;
    }

    /// <summary>Nothing is removed when one of them changed since it was read.</summary>
    public async Task RemoveAsync(IEnumerable<StoredOrphan> read, CancellationToken cancellationToken)
    {
        foreach (var some in read.Chunk(TableWrite.Most))
            await table.TransactAsync(Partition, [.. some.Select(stored => new TableWrite.Remove(Key(stored.Orphan.Id), stored.ETag))], cancellationToken);
    }

    private static string Body(Orphan orphan) => JsonSerializer.Serialize(orphan, StateJson.Default.Orphan);

    private static StoredOrphan Read(TableRow row) => new(
        JsonSerializer.Deserialize(row.Body, StateJson.Default.Orphan) ?? throw new InvalidOperationException($"Row {row.Row} holds no document."),
        row.ETag);
}

/// <param name="ETag">Of the row as it was read.</param>
public sealed record StoredOrphan(Orphan Orphan, string ETag);
