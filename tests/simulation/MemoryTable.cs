using System.Runtime.CompilerServices;
using ChatOps.Core.State;

namespace ChatOps.Simulation;

/// <summary>A table in memory, for as many programs as share it. Each call takes effect at once.</summary>
public sealed class MemoryTable : ITable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(string Partition, string Row), TableRow> _rows = new(Comparer<(string Partition, string Row)>.Create((a, b) =>
        string.CompareOrdinal(a.Partition, b.Partition) is not 0 and var order ? order : string.CompareOrdinal(a.Row, b.Row)));
    private long _writes;

    public Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken)
    {
        lock (_lock) return Task.FromResult(_rows.GetValueOrDefault((partition, row)));
    }

    public async IAsyncEnumerable<TableRow> QueryAsync(TableRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<TableRow> found;
        lock (_lock) found = [.. _rows.Values.Where(row => IsIn(row, range))];
        await Task.CompletedTask;
        foreach (var row in found) yield return row;
    }

    public Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            TableWrite.Check(writes);
            if (!writes.All(write => Fits(partition, write))) return Task.FromResult(false);
            foreach (var write in writes) Apply(partition, write);
            return Task.FromResult(true);
        }
    }

    private static bool IsIn(TableRow row, TableRange range) =>
        row.Partition == range.Partition && row.Row.StartsWith(range.Prefix, StringComparison.Ordinal) && (range.DueBy is not { } by || row.Due <= by);

    private bool Fits(string partition, TableWrite write)
    {
        var row = _rows.GetValueOrDefault((partition, write.Row));
        return write switch
        {
            TableWrite.Insert => row is null,
            TableWrite.Replace replace => row?.ETag == replace.ETag,
            TableWrite.Remove remove => row?.ETag == remove.ETag,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private void Apply(string partition, TableWrite write)
    {
        var (key, etag) = ((partition, write.Row), $"{++_writes}");
        if (write is TableWrite.Insert insert) _rows[key] = new TableRow(partition, write.Row, insert.Body, insert.Due, etag);
        else if (write is TableWrite.Replace replace) _rows[key] = new TableRow(partition, write.Row, replace.Body, replace.Due, etag);
        else _rows.Remove(key);
    }
}
