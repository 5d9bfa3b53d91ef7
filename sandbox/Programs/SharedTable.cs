using ChatOps.Core.State;

namespace ChatOps.Sandbox.Programs;

/// <summary>A table as one of several instances sees it.</summary>
internal sealed class SharedTable(ITable inner, SideBySide instances) : ITable
{
    public Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken) =>
        inner.GetAsync(partition, row, cancellationToken);

    public IAsyncEnumerable<TableRow> QueryAsync(TableRange range, CancellationToken cancellationToken) => inner.QueryAsync(range, cancellationToken);

    public async Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        await instances.ComeToWriteAsync(cancellationToken);
        return await inner.TransactAsync(partition, writes, cancellationToken);
    }

    public Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken) =>
        inner.ChangesAsync(prefix, mark, cancellationToken);
}
