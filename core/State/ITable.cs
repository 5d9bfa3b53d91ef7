namespace ChatOps.Core.State;

/// <summary>
/// One table of rows, addressed by partition and row key, as Azure Table storage has them. Writes within a partition are
/// atomic; ETags tell a row that changed in between. Keys compare ordinally.
/// </summary>
public interface ITable
{
    /// <summary>Null when there is no such row.</summary>
    Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken);

    /// <summary>Rows in key order.</summary>
    IAsyncEnumerable<TableRow> QueryAsync(TableRange range, CancellationToken cancellationToken);

    /// <summary>
    /// All writes or none. False when one of them no longer fits: an inserted row exists, or a replaced or removed one has
    /// another ETag or is gone. An exception leaves open whether they were written.
    /// </summary>
    /// <exception cref="ArgumentException">There are more than 100 writes, two of the same row, or bodies that are too long, each or together.</exception>
    Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken);

    /// <summary>
    /// What became of the rows of this prefix, in all partitions, since an earlier call: with it, whoever keeps rows in memory
    /// keeps them current without reading them again. Null where the table has no such log, or the mark is not in it: it does not reach
    /// back so far, or the mark is of another log.
    /// </summary>
    /// <param name="mark">Where the earlier call ended; null to begin.</param>
    Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken);
}

/// <summary>Everything that was committed before the call is in it.</summary>
/// <param name="Mark">What to ask with the next time.</param>
/// <param name="Written">Rows as they are now; a row may come twice.</param>
public sealed record TableChanges(long Mark, IReadOnlyList<TableRow> Written, IReadOnlyList<TableKey> Removed);

public sealed record TableKey(string Partition, string Row);

/// <param name="Body">A JSON document.</param>
/// <param name="Due">The one value that a query can ask by; null for rows that are never due.</param>
/// <param name="ETag">Changes with every write of the row; means something only to the table that it came from.</param>
public sealed record TableRow(string Partition, string Row, string Body, DateTimeOffset? Due, string ETag);

/// <summary>Rows of one partition whose key begins with <paramref name="Prefix"/>, and, if <paramref name="DueBy"/> is given, that are due by then.</summary>
public sealed record TableRange(string Partition, string Prefix, DateTimeOffset? DueBy = null);

public abstract record TableWrite(string Row)
{
    public const int Most = 100;

    /// <summary>In UTF-16 code units: what fits into a row of Azure Table storage, 1 MiB, with room for the rest of it.</summary>
    public const int LongestBody = 450_000;

    /// <summary>
    /// In UTF-16 code units, of all bodies of a transaction: it is sent within 4 MiB, where a code unit takes up to 6 bytes as it
    /// is escaped, and a write some 4 KiB of its own.
    /// </summary>
    public const int LongestBodies = 600_000;

    public sealed record Insert(string Row, string Body, DateTimeOffset? Due = null) : TableWrite(Row);

    public sealed record Replace(string Row, string ETag, string Body, DateTimeOffset? Due = null) : TableWrite(Row);

    public sealed record Remove(string Row, string ETag) : TableWrite(Row);

    /// <summary>Every table refuses what one of them could not write.</summary>
    /// <exception cref="ArgumentException">It is refused.</exception>
    public static void Check(IReadOnlyList<TableWrite> writes)
    {
        if (writes.Count > Most) throw new ArgumentException($"A transaction has at most {Most} writes, not {writes.Count}.", nameof(writes));
        if (writes.CountBy(write => write.Row).FirstOrDefault(row => row.Value > 1).Key is { } twice)
            throw new ArgumentException($"Row {twice} is written twice in one transaction.", nameof(writes));
        if (writes.FirstOrDefault(write => write.Length > LongestBody) is { } tooLong)
            throw new ArgumentException($"The body of row {tooLong.Row} is longer than {LongestBody} characters.", nameof(writes));
        if (writes.Sum(write => write.Length) > LongestBodies)
            throw new ArgumentException($"The bodies of a transaction are longer than {LongestBodies} characters together.", nameof(writes));
    }

    private int Length => this switch
    {
        Insert insert => insert.Body.Length,
        Replace replace => replace.Body.Length,
        _ => 0,
    };
}
