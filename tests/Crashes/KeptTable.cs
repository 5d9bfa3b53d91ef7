using System.Collections.Concurrent;
using ChatOps.Core.State;

namespace ChatOps.Tests.Crashes;

/// <summary>A table that knows which partitions it has, so that a test can read all of it.</summary>
internal sealed class KeptTable(ITable inner) : ITable
{
    private readonly ConcurrentDictionary<string, bool> _partitions = new();

    public Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken) => inner.GetAsync(partition, row, cancellationToken);

    public IAsyncEnumerable<TableRow> QueryAsync(TableRange range, CancellationToken cancellationToken) => inner.QueryAsync(range, cancellationToken);

    public Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        _partitions[partition] = true;
        return inner.TransactAsync(partition, writes, cancellationToken);
    }

    public Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken) =>
        inner.ChangesAsync(prefix, mark, cancellationToken);

    public async Task<IReadOnlyList<TableRow>> AllAsync(CancellationToken cancellationToken)
    {
        var rows = new List<TableRow>();
        foreach (var partition in _partitions.Keys.Order(StringComparer.Ordinal))
            rows.AddRange(await inner.QueryAsync(new TableRange(partition, ""), cancellationToken).ToListAsync(cancellationToken));
        return rows;
    }
}
