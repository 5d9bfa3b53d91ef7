using System.Runtime.CompilerServices;
using ChatOps.Core.State;

namespace ChatOps.Tests.Tools;

/// <summary>A table in which something happens at a chosen moment: another writer, or the end of the program.</summary>
public sealed class HookedTable(ITable inner) : ITable
{
    /// <summary>False: as if the inner table could not tell what has changed.</summary>
    public bool HasLog { get; init; } = true;

    /// <summary>Called with the key of the row.</summary>
    public Func<string, Task> BeforeGet { get; set; } = _ => Task.CompletedTask;

    public Func<Task> BeforeQuery { get; set; } = () => Task.CompletedTask;

    /// <summary>May throw: then nothing is written.</summary>
    public Func<IReadOnlyList<TableWrite>, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    /// <summary>May throw: then it is written, but nobody was told.</summary>
    public Action AfterWrite { get; set; } = () => { };

    public async Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken)
    {
        await BeforeGet(row);
        return await inner.GetAsync(partition, row, cancellationToken);
    }

    public async IAsyncEnumerable<TableRow> QueryAsync(TableRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await BeforeQuery();
        await foreach (var row in inner.QueryAsync(range, cancellationToken)) yield return row;
    }

    public async Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        await BeforeWrite(writes);
        var written = await inner.TransactAsync(partition, writes, cancellationToken);
        AfterWrite();
        return written;
    }

    public Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken) =>
        HasLog ? inner.ChangesAsync(prefix, mark, cancellationToken) : Task.FromResult<TableChanges?>(null);
}
