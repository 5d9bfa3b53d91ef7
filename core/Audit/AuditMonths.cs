using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ChatOps.Core.State;

namespace ChatOps.Core.Audit;

/// <summary>
/// The chain as rows: one partition per month with a row <c>s~seq</c> for each entry and a row <c>head</c>, which says where it ends.
/// A month that is over names in its head the one that goes on, and is never added to again. Before the first month there is one that
/// has a head only.
/// </summary>
internal sealed class AuditMonths(ITable table)
{
    private const string Index = "months";
    private const string Head = "head";
    private const string Sealed = "s~";

    /// <summary>Before all months.</summary>
    public const string Beginning = "0000-00";

    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public static string Key(long seq) => $"{Sealed}{seq:D10}";

    /// <summary>Whatever month anything was sealed in, in order; the last ones may be without an entry yet.</summary>
    public async Task<IReadOnlyList<string>> AllAsync(CancellationToken cancellationToken) =>
        [Beginning, .. await table.QueryAsync(new TableRange(Index, ""), cancellationToken).Select(row => row.Row).ToListAsync(cancellationToken)];

    /// <summary>Null where nothing was sealed.</summary>
    public async Task<AuditEnd?> FindAsync(string month, CancellationToken cancellationToken) =>
        await table.GetAsync(month, Head, cancellationToken) is { } row
            ? new AuditEnd(month, JsonSerializer.Deserialize(row.Body, AuditJson.Default.AuditHead) ?? throw new JsonException("A head is empty."), row.ETag)
            : null;

    /// <summary>Where the chain ends.</summary>
    public async Task<AuditEnd> EndAsync(CancellationToken cancellationToken)
    {
        foreach (var month in (await AllAsync(cancellationToken)).Reverse())
            if (await FindAsync(month, cancellationToken) is { } end) return end;
        return new AuditEnd(Beginning, new AuditHead(0, AuditChain.Genesis, []), null);
    }

    /// <summary>The entries of a month in order, as their rows are.</summary>
    public IAsyncEnumerable<TableRow> RowsAsync(string month, CancellationToken cancellationToken) =>
        table.QueryAsync(new TableRange(month, Sealed), cancellationToken);

    /// <summary>Adds them at the end, all or none.</summary>
    /// <returns>The new end; null when it was no longer the end, and then nothing is written.</returns>
    public async Task<AuditEnd?> AddAsync(AuditEnd end, IReadOnlyCollection<AuditEntry> entries, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await TurnAsync(end, now, cancellationToken) is not { } open) return null;
        var (seq, hash, writes) = (open.Head.Seq, open.Head.Hash, new List<TableWrite>());
        foreach (var entry in entries)
        {
            var link = AuditChain.Link(++seq, hash, entry);
            writes.Add(new TableWrite.Insert(Key(seq), JsonSerializer.Serialize(link, AuditJson.Default.SealedEntry)));
            hash = link.Hash;
        }
        var head = new AuditHead(seq, hash, [.. entries.Select(entry => entry.Id)]);
        if (!await table.TransactAsync(open.Month, [.. writes, Write(open, head)], cancellationToken)) return null;
        return await FindAsync(open.Month, cancellationToken) is { } written && written.Head.Hash == hash ? written : null;
    }

    /// <summary>
    /// Goes on to another month when it is time. Which one that is stands in the head of the month that ends, so that all who seal agree,
    /// whatever their clocks say.
    /// </summary>
    private async Task<AuditEnd?> TurnAsync(AuditEnd end, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (end.Head.Next is null)
        {
            var month = Of(now);
            if (string.CompareOrdinal(month, end.Month) <= 0) return end;
            var closed = end.Head with { Next = month };
            if (!await table.TransactAsync(end.Month, [Write(end, closed)], cancellationToken)) return null;
            end = end with { Head = closed };
        }
        if (end.Head.Next is not { } next) return null;
        // Before its first entry, so that no entry is in a month that nobody knows of; it may be there already.
        await table.TransactAsync(Index, [new TableWrite.Insert(next, "{}")], cancellationToken);
        return new AuditEnd(next, end.Head with { Next = null }, null);
    }

    private static TableWrite Write(AuditEnd read, AuditHead head)
    {
        var body = JsonSerializer.Serialize(head, AuditJson.Default.AuditHead);
        return read.ETag is { } etag ? new TableWrite.Replace(Head, etag, body) : new TableWrite.Insert(Head, body);
    }
}

/// <summary>Where a month's part of the chain ends.</summary>
/// <param name="Seq">Of its last entry; 0 before the first.</param>
/// <param name="Hash">Of its last entry.</param>
/// <param name="Last">Which entries were added at the same time: those of them that still wait were left over.</param>
internal sealed record AuditHead(long Seq, string Hash, ImmutableArray<string> Last)
{
    /// <summary>The month in which it goes on; null while it does here.</summary>
    public string? Next { get; init; }
}

/// <param name="ETag">Of the head's row as it was read; null where there is none yet.</param>
internal sealed record AuditEnd(string Month, AuditHead Head, string? ETag);
