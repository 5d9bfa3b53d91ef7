using System.Runtime.CompilerServices;
using ChatOps.Core.State;

namespace ChatOps.Simulation;

/// <summary>
/// A table in memory, for as many programs as share it. Each call takes effect at once. Its log is so short that who asks
/// for changes is often told to read everything again.
/// </summary>
public sealed class MemoryTable : ITable
{
    /// <summary>So many changes are remembered.</summary>
    public const int Kept = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SortedList<string, TableRow>> _partitions = [];
    private readonly Queue<TableKey> _log = [];
    private long _writes;

    /// <summary>Called with each transaction that was written.</summary>
    public Action<IReadOnlyList<TableWrite>> Written { get; set; } = _ => { };

    public Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken) => Task.FromResult(Get(partition, row));

    public TableRow? Get(string partition, string row)
    {
        lock (_lock) return _partitions.TryGetValue(partition, out var rows) ? rows.GetValueOrDefault(row) : null;
    }

    public async IAsyncEnumerable<TableRow> QueryAsync(TableRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var row in Query(range)) yield return row;
    }

    public IReadOnlyList<TableRow> Query(TableRange range)
    {
        lock (_lock) return _partitions.TryGetValue(range.Partition, out var rows) ? [.. rows.Values.Where(row => IsIn(row, range))] : [];
    }

    /// <summary>Rows of all partitions.</summary>
    public IReadOnlyList<TableRow> All(string prefix)
    {
        lock (_lock) return [.. _partitions.Keys.Order(StringComparer.Ordinal).SelectMany(partition => Query(new TableRange(partition, prefix)))];
    }

    public Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Transact(partition, writes));
    }

    public bool Transact(string partition, IReadOnlyList<TableWrite> writes)
    {
        lock (_lock)
        {
            TableWrite.Check(writes);
            var rows = _partitions.TryGetValue(partition, out var there) ? there : _partitions[partition] = new(StringComparer.Ordinal);
            if (!writes.All(write => Fits(rows, write))) return false;
            foreach (var write in writes) Apply(partition, rows, write);
        }
        Written(writes);
        return true;
    }

    public Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken) => Task.FromResult(Changes(prefix, mark));

    public TableChanges? Changes(string prefix, long? mark)
    {
        lock (_lock)
        {
            var missed = _writes - (mark ?? _writes);
            if (missed < 0 || missed > _log.Count) return null;
            var keys = _log.TakeLast((int)missed).Distinct().Where(key => key.Row.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            var written = keys.Select(key => Get(key.Partition, key.Row)).OfType<TableRow>().ToList();
            return new TableChanges(_writes, written, [.. keys.Where(key => Get(key.Partition, key.Row) is null)]);
        }
    }

    private static bool IsIn(TableRow row, TableRange range) =>
        row.Row.StartsWith(range.Prefix, StringComparison.Ordinal) && (range.DueBy is not { } by || row.Due <= by);

    private static bool Fits(SortedList<string, TableRow> rows, TableWrite write)
    {
        var row = rows.GetValueOrDefault(write.Row);
        return write switch
        {
            TableWrite.Insert => row is null,
            TableWrite.Replace replace => row?.ETag == replace.ETag,
            TableWrite.Remove remove => row?.ETag == remove.ETag,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private void Apply(string partition, SortedList<string, TableRow> rows, TableWrite write)
    {
        var etag = $"{++_writes}";
        _log.Enqueue(new TableKey(partition, write.Row));
        if (_log.Count > Kept) _log.Dequeue();
        if (write is TableWrite.Insert insert) rows[write.Row] = new TableRow(partition, write.Row, insert.Body, insert.Due, etag);
        else if (write is TableWrite.Replace replace) rows[write.Row] = new TableRow(partition, write.Row, replace.Body, replace.Due, etag);
        else rows.Remove(write.Row);
    }
}
