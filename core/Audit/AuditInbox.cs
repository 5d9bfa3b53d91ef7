using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Audit;

/// <summary>
/// What is written down that belongs to no other state, until it is sealed: 16 partitions of the audit's own table. Where an entry was,
/// a row <c>r~id</c> stays for a day, so that what comes again is known when it is long in the chain. What is only noted has a
/// partition of its own, with many entries in a row <c>n~…</c>: they get rows of their own when they are to be sealed.
/// </summary>
internal sealed class AuditInbox(ITable table, ILogger log)
{
    private const string Known = "r~";
    private const string Notes = "notes";
    private const string Together = "n~";
    private static readonly ImmutableArray<string> Partitions = [.. "0123456789abcdef".Select(digit => $"in~{digit}")];

    /// <summary>Longer than any chat delivers a message again.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>So many share a row: as many as a transaction can part again.</summary>
    private const int MostTogether = 90;

    /// <summary>While the store is away, so many notes are kept in memory; it is their use that nobody waits for them.</summary>
    private const int MostNotes = 10 * MostTogether;

    private readonly Lock _lock = new();
    private readonly List<AuditEntry> _notes = [];

    public ImmutableArray<AuditSource> Sources { get; } =
    [
        new(table, Partitions) { Leave = entry => new TableWrite.Insert($"{Known}{entry.Id}", "{}", entry.At + Kept) },
        new(table, [Notes]),
    ];

    /// <summary>Once, however often it comes.</summary>
    public async Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var partition = PartitionOf(entry);
        if (await table.GetAsync(partition, $"{Known}{entry.Id}", cancellationToken) is not null) return;
        await table.TransactAsync(partition, [AuditIntake.Insert(entry.Id, entry)], cancellationToken);
    }

    /// <summary>Keeps it in memory. Whoever comes with the one that fills a row writes them all.</summary>
    public async Task NoteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        bool isFull;
        lock (_lock)
        {
            _notes.Add(entry);
            isFull = _notes.Count % MostTogether == 0;
        }
        if (isFull) await WriteNotesAsync(cancellationToken);
    }

    public async Task WriteNotesAsync(CancellationToken cancellationToken)
    {
        List<AuditEntry> notes;
        lock (_lock)
        {
            if (_notes.Count == 0) return;
            notes = [.. _notes];
            _notes.Clear();
        }
        try
        {
            foreach (var piece in notes.Select(AuditIntake.Write).InPieces(body => body.Length + 1, MostTogether)) await WriteAsync(piece, cancellationToken);
        }
        catch
        {
            // They are tried again with the next ones.
            lock (_lock) _notes.InsertRange(0, notes.Take(MostNotes - _notes.Count));
            throw;
        }
    }

    /// <summary>Gives each noted entry a row of its own, in one transaction: whoever crashes, and however many do it at once.</summary>
    public async Task PartNotesAsync(CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(new TableRange(Notes, Together), cancellationToken))
        {
            try
            {
                using var entries = JsonDocument.Parse(row.Body);
                var key = row.Row[Together.Length..];
                var inserts = entries.RootElement.EnumerateArray().Select((entry, i) => AuditIntake.Insert($"{key}-{i:D2}", entry.GetRawText()));
                // False: somebody else has done it.
                await table.TransactAsync(Notes, [new TableWrite.Remove(row.Row, row.ETag), .. inserts], cancellationToken);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                Log.Unreadable(log, $"{Notes}/{row.Row}", e);
            }
        }
    }

    /// <summary>Forgets what will not come again.</summary>
    public async Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var partition in Partitions)
        {
            var old = await table.QueryAsync(new TableRange(partition, Known, now), cancellationToken).ToListAsync(cancellationToken);
            foreach (var some in old.Chunk(TableWrite.Most))
                await table.TransactAsync(partition, [.. some.Select(row => new TableWrite.Remove(row.Row, row.ETag))], cancellationToken);
        }
    }

    /// <summary>Named after what it holds, so that written twice is written once.</summary>
    private Task<bool> WriteAsync(IReadOnlyList<string> entries, CancellationToken cancellationToken)
    {
        var body = $"[{string.Join(',', entries)}]";
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..32];
        return table.TransactAsync(Notes, [new TableWrite.Insert($"{Together}{name}", body)], cancellationToken);
    }

    private static string PartitionOf(AuditEntry entry) => Partitions[SHA256.HashData(Encoding.UTF8.GetBytes(entry.Id))[0] % Partitions.Length];
}
