using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Audit;

/// <summary>
/// Who did what: entries in a chain of hashes, in which a changed or removed one shows. What happens is written down where its state is
/// and sealed into the chain later (docs/adr/0010); whoever reads seals first, and so is never behind.
/// </summary>
/// <param name="table">The audit's own.</param>
/// <param name="sources">Where else entries wait.</param>
public sealed class AuditLog(ITable table, ImmutableArray<AuditSource> sources, TimeProvider time, ILogger<AuditLog> log)
{
    /// <summary>As far as the clocks of two programs may be apart.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    private readonly AuditInbox _inbox = new(table, log);
    private readonly AuditMonths _months = new(table);

    /// <summary>Writes down what belongs to no state of a store. What has the same id within a day is recorded once.</summary>
    public Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken) => _inbox.RecordAsync(entry, cancellationToken);

    /// <summary>
    /// Writes it down with the next ones: for what changes nothing, and comes so often that a transaction for each would be most of the
    /// work. A crash loses what was noted in the last second.
    /// </summary>
    public Task NoteAsync(AuditEntry entry, CancellationToken cancellationToken) => _inbox.NoteAsync(entry, cancellationToken);

    /// <summary>What a host does each second.</summary>
    public Task WriteNotesAsync(CancellationToken cancellationToken) => _inbox.WriteNotesAsync(cancellationToken);

    /// <summary>What a host does by the clock: the chain gets what waits, and what nobody asks for again is forgotten.</summary>
    public async Task TendAsync(CancellationToken cancellationToken)
    {
        await SealAsync(cancellationToken);
        await _inbox.ForgetAsync(time.GetUtcNow(), cancellationToken);
    }

    /// <summary>All that was written down before the call is in the chain after it.</summary>
    /// <exception cref="InvalidOperationException">The chain cannot be added to: somebody has changed its rows.</exception>
    public async Task SealAsync(CancellationToken cancellationToken)
    {
        await _inbox.WriteNotesAsync(cancellationToken);
        await _inbox.PartNotesAsync(cancellationToken);
        await new AuditSealer(_months, [.. _inbox.Sources, .. sources], time, log).SealAsync(cancellationToken);
    }

    /// <summary>The chain's entries since then, in its order. What cannot be read is left out; <see cref="VerifyAsync"/> tells of it.</summary>
    public async IAsyncEnumerable<SealedEntry> SinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await SealAsync(cancellationToken);
        // Nothing is sealed before it happens.
        var first = AuditMonths.Of(since < DateTimeOffset.MinValue + Skew ? since : since - Skew);
        foreach (var month in (await _months.AllAsync(cancellationToken)).Where(month => string.CompareOrdinal(month, first) >= 0))
            await foreach (var row in _months.RowsAsync(month, cancellationToken))
                if (Read(row) is { } entry && entry.Entry.At >= since) yield return entry;
    }

    /// <summary>Whether the chain is as it was written.</summary>
    public async Task<AuditVerdict> VerifyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SealAsync(cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            // Why nothing can be added is what the verdict says.
            Log.Unsealed(log, e);
        }
        return await new AuditVerification(_months).RunAsync(cancellationToken);
    }

    private SealedEntry? Read(TableRow row)
    {
        try
        {
            return JsonSerializer.Deserialize(row.Body, AuditJson.Default.SealedEntry);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            Log.Unreadable(log, $"{row.Partition}/{row.Row}", e);
            return null;
        }
    }
}
