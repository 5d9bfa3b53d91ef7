using System.Collections.Immutable;
using System.Text.Json;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Audit;

/// <summary>
/// Moves what waits into the chain. Nothing is recorded twice, whoever crashes and however many do this at once: the end of the
/// chain is read before what waits and taken by compare-and-swap, and nothing is added before what was added last is gone from
/// where it waited. So what waits is either not in the chain, or in its head's last batch.
/// </summary>
internal sealed class AuditSealer(AuditMonths months, ImmutableArray<AuditSource> sources, TimeProvider time, ILogger log)
{
    /// <summary>With the head's own row it stays below a transaction's most.</summary>
    private const int MostAtOnce = 90;

    /// <summary>Of a row's body: what is added to the entry.</summary>
    private const int LinkLength = 200;

    /// <summary>All that was written down before the call is in the chain after it.</summary>
    /// <exception cref="InvalidOperationException">The chain cannot be added to: somebody has changed its rows.</exception>
    public async Task SealAsync(CancellationToken cancellationToken)
    {
        // Who is not the first to add begins anew; of all who do this at once one gets on each time.
        AuditEnd? last = null;
        while (await TrySealAsync(cancellationToken) is { } refused)
        {
            if (refused.Month == last?.Month && refused.ETag == last.ETag)
                throw new InvalidOperationException($"Nothing can be added to the audit in {refused.Month}: its rows do not fit to its head.");
            last = refused;
        }
    }

    /// <returns>The end of the chain that nothing could be added to; null when all is done.</returns>
    private async Task<AuditEnd?> TrySealAsync(CancellationToken cancellationToken)
    {
        var end = await months.EndAsync(cancellationToken);
        var waiting = (await WaitingAsync(cancellationToken)).ToLookup(one => one.Entry.Id);
        await RemoveAsync(end.Head.Last.SelectMany(id => waiting[id]), cancellationToken);
        var fresh = waiting.Where(same => !end.Head.Last.Contains(same.Key))
            .OrderBy(same => same.First().Entry.At)
            .ThenBy(same => same.Key, StringComparer.Ordinal);
        foreach (var batch in fresh.InPieces(same => same.First().Row.Body.Length + LinkLength, MostAtOnce))
        {
            var added = await months.AddAsync(end, [.. batch.Select(same => same.First().Entry)], time.GetUtcNow(), cancellationToken);
            if (added is null) return end;
            end = added;
            await RemoveAsync(batch.SelectMany(same => same), cancellationToken);
        }
        return null;
    }

    /// <summary>All partitions at the same time: where each is a request, a person may be waiting for the sum.</summary>
    private async Task<IEnumerable<WaitingEntry>> WaitingAsync(CancellationToken cancellationToken)
    {
        var partitions = await Task.WhenAll(
            from source in sources
            from partition in source.Partitions
            select WaitingAsync(source, partition, cancellationToken));
        return partitions.SelectMany(waiting => waiting);
    }

    private async Task<IReadOnlyList<WaitingEntry>> WaitingAsync(AuditSource source, string partition, CancellationToken cancellationToken)
    {
        var waiting = new List<WaitingEntry>();
        await foreach (var row in source.Table.QueryAsync(new TableRange(partition, AuditIntake.Prefix), cancellationToken))
        {
            try
            {
                waiting.Add(new WaitingEntry(source, row, AuditIntake.Read(row)));
            }
            // It stays where it is, and hides no other.
            catch (Exception e) when (e is JsonException or FormatException)
            {
                Log.Unreadable(log, $"{partition}/{row.Row}", e);
            }
        }
        return waiting;
    }

    private static Task RemoveAsync(IEnumerable<WaitingEntry> entries, CancellationToken cancellationToken) => Task.WhenAll(
        from some in entries.GroupBy(one => (one.Source, one.Row.Partition))
        from piece in some.Chunk(TableWrite.Most / 2)
        select RemoveAsync(some.Key.Source, some.Key.Partition, piece, cancellationToken));

    private static async Task RemoveAsync(AuditSource source, string partition, WaitingEntry[] entries, CancellationToken cancellationToken)
    {
        if (await source.Table.TransactAsync(partition, [.. entries.SelectMany(Replace)], cancellationToken)) return;
        // Somebody else is removing them, too: these rows only come and go, so each is gone one way or the other.
        foreach (var one in entries)
            if (!await source.Table.TransactAsync(partition, [.. Replace(one)], cancellationToken))
                await source.Table.TransactAsync(partition, [Remove(one)], cancellationToken);
    }

    /// <summary>By what its source wants to be left there.</summary>
    private static IEnumerable<TableWrite> Replace(WaitingEntry one) => one.Source.Leave(one.Entry) is { } left ? [Remove(one), left] : [Remove(one)];

    private static TableWrite.Remove Remove(WaitingEntry one) => new(one.Row.Row, one.Row.ETag);

    private sealed record WaitingEntry(AuditSource Source, TableRow Row, AuditEntry Entry);
}
