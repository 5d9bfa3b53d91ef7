using System.Collections.Immutable;
using System.Text.Json;

namespace ChatOps.Core.State;

/// <summary>Who is in the Entra groups that the policy names, as they were last asked: one partition, few rows.</summary>
public sealed class GroupStore(ITable table)
{
    private const string Partition = "groups";

    public async Task<IReadOnlyList<StoredGroup>> AllAsync(CancellationToken cancellationToken)
    {
        var all = new List<StoredGroup>();
        await foreach (var row in table.QueryAsync(new TableRange(Partition, ""), cancellationToken)) all.Add(Read(row));
        return all;
    }

    /// <param name="read">The row as it was before; null for none. If two programs ask at the same moment, either's answer is as good.</param>
    public Task KeepAsync(StoredGroup? read, KnownGroup group, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(group, StateJson.Default.KnownGroup);
        return table.TransactAsync(
            Partition, [read is null ? new TableWrite.Insert(group.Id, body) : new TableWrite.Replace(group.Id, read.ETag, body)], cancellationToken);
    }

    public Task RemoveAsync(StoredGroup read, CancellationToken cancellationToken) =>
        table.TransactAsync(Partition, [new TableWrite.Remove(read.Group.Id, read.ETag)], cancellationToken);

    private static StoredGroup Read(TableRow row) => new(
        JsonSerializer.Deserialize(row.Body, StateJson.Default.KnownGroup) ?? throw new InvalidOperationException($"Row {row.Row} holds no document."),
        row.ETag);
}

/// <param name="Id">Its object id, in lower case.</param>
/// <param name="Emails">Nobody's where there is no such group.</param>
/// <param name="ReadAt">When it was asked.</param>
public sealed record KnownGroup(string Id, ImmutableArray<string> Emails, DateTimeOffset ReadAt);

/// <param name="ETag">Of the row as it was read.</param>
public sealed record StoredGroup(KnownGroup Group, string ETag);
