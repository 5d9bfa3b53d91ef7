using System.Collections.Immutable;
using System.Text.Json;
using ChatOps.Core.State;

namespace ChatOps.Core.Reaping;

/// <summary>What the admins have been told of machines of which nothing is heard. One row, which all programs on this state share.</summary>
/// <param name="table">The one called "reaper".</param>
public sealed class SilenceStore(ITable table)
{
    private const string Partition = "reaper";
    private const string Row = "silence";

    public async Task<StoredSilence> GetAsync(CancellationToken cancellationToken) =>
        await table.GetAsync(Partition, Row, cancellationToken) is { } row
            ? new StoredSilence(JsonSerializer.Deserialize(row.Body, StateJson.Default.Silence) ?? Silence.None, row.ETag)
            : new StoredSilence(Silence.None, ETag: null);

    /// <summary>False when another program has written since it was read.</summary>
    public Task<bool> KeepAsync(StoredSilence read, Silence next, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(next, StateJson.Default.Silence);
        return table.TransactAsync(
            Partition, [read.ETag is { } etag ? new TableWrite.Replace(Row, etag, body) : new TableWrite.Insert(Row, body)], cancellationToken);
    }
}

/// <param name="Since">When the first of them was noticed; null while all are heard.</param>
/// <param name="Machines">Ids of those that the admins were told of; of very many only the first.</param>
/// <param name="UnreadableSince">Since when the metrics cannot be read at all.</param>
/// <param name="IsUnreadableTold">Whether the admins were told that.</param>
public sealed record Silence(DateTimeOffset? Since, ImmutableArray<string> Machines, DateTimeOffset? UnreadableSince, bool IsUnreadableTold)
{
    public static Silence None { get; } = new(null, [], null, false);
}

/// <param name="ETag">Of the row as it was read; null while there is none.</param>
public sealed record StoredSilence(Silence Silence, string? ETag);
