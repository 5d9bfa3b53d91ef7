using System.Runtime.CompilerServices;
using ChatOps.Core.State;

namespace ChatOps.Bench;

/// <summary>Keeps what is written until it is flushed, and then writes many rows at a time. For filling an empty table quickly.</summary>
internal sealed class BulkTable(ITable table) : ITable
{
    /// <summary>Together they are no longer than a transaction may be.</summary>
    private const int MostWrites = 25;

    private readonly SortedDictionary<(string Partition, string Row), TableRow> _rows = [];
    private int _made;

    public Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken) =>
        Task.FromResult(_rows.GetValueOrDefault((partition, row)));

    public async IAsyncEnumerable<TableRow> QueryAsync(TableRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        foreach (var write in writes)
        {
            if (write is TableWrite.Insert insert) Put(insert.Body, insert.Due);
            else if (write is TableWrite.Replace replace) Put(replace.Body, replace.Due);
            else _rows.Remove((partition, write.Row));

            void Put(string body, DateTimeOffset? due) => _rows[(partition, write.Row)] = new TableRow(partition, write.Row, body, due, $"{++_made}");
        }
        return Task.FromResult(true);
    }

    public Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken) => Task.FromResult<TableChanges?>(null);

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var partition in _rows.Values.GroupBy(row => row.Partition))
        {
            foreach (var some in partition.Chunk(MostWrites))
            {
                if (!await table.TransactAsync(partition.Key, [.. some.Select(row => new TableWrite.Insert(row.Row, row.Body, row.Due))], cancellationToken))
                    throw new InvalidOperationException("The table was not empty.");
            }
        }
        _rows.Clear();
    }
}
