using ChatOps.Core.State;

namespace ChatOps.Tests.Functions;

/// <summary>A table that can be out of reach.</summary>
internal sealed class BreakableTable(ITable inner) : ITable
{
    /// <summary>What every call fails with; null for none.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What only queries fail with.</summary>
    public Exception? QueryFault { get; set; }

    private ITable Inner => Fault is { } fault ? throw fault : inner;

    public Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken) => Inner.GetAsync(partition, row, cancellationToken);

    public IAsyncEnumerable<TableRow> QueryAsync(TableRange range, CancellationToken cancellationToken) =>
        QueryFault is { } fault ? throw fault : Inner.QueryAsync(range, cancellationToken);

    public Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) =>
        Inner.TransactAsync(partition, writes, cancellationToken);

    public Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken) =>
        Inner.ChangesAsync(prefix, mark, cancellationToken);
}
