using System.Runtime.CompilerServices;
using System.Text.Json;
using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Core.State;

/// <summary>Messages that were given up, until a while after somebody has replayed or dropped them: one partition, as a rule without a row.</summary>
public sealed class PoisonStore(ITable table, MachineStore machines)
{
    private const string Partition = "poison";

    /// <summary>In UTF-16 code units: enough to see what it is. What an event tells of people stands further back.</summary>
    private const int LongestText = 200;

    /// <summary>For how long it can still be asked who has replayed it.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>
    /// Remembers that it was given up. Again, while nobody has done anything about it, only counts; afterwards it begins anew. Who
    /// does not hear the answer and comes again is counted again.
    /// </summary>
    public async Task AddAsync(NudgeKind kind, string text, MachineId? machine, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var first = new PoisonMessage
        {
            Id = PoisonMessage.IdOf(kind, text),
            Kind = kind,
            Text = Echo.Of(text, LongestText),
            Machine = machine,
            MachineName = await NameOfAsync(machine, cancellationToken),
            FirstAt = now,
            LastAt = now,
            Times = 1,
        };
        while (true)
        {
            var stored = await FindAsync(first.Id, cancellationToken);
            var message = stored?.Message is { End: null } open ? open with { LastAt = now, Times = open.Times + 1, IsTold = false } : first;
            // False: somebody else has written it meanwhile, so that of all who do this at once one gets on each time.
            if (await table.TransactAsync(Partition, [Write(stored, message)], cancellationToken)) return;
        }
    }

    /// <param name="id">Must be one (<see cref="PoisonMessage.IsId"/>): it is part of a key.</param>
    public async Task<StoredPoison?> FindAsync(string id, CancellationToken cancellationToken) =>
        await table.GetAsync(Partition, id, cancellationToken) is { } row ? Read(row) : null;

    public IAsyncEnumerable<StoredPoison> AllAsync(CancellationToken cancellationToken) => QueryAsync(null, cancellationToken);

    /// <summary>What the admins are to be told of, and what is told and need not be kept any longer.</summary>
    public IAsyncEnumerable<StoredPoison> DueAsync(DateTimeOffset now, CancellationToken cancellationToken) => QueryAsync(now, cancellationToken);

    /// <summary>False when one of them changed since it was read: then nothing is written.</summary>
    /// <param name="read">At most <see cref="TableWrite.Most"/>.</param>
    public Task<bool> ChangeAsync(
        IReadOnlyCollection<StoredPoison> read, Func<PoisonMessage, PoisonMessage> change, CancellationToken cancellationToken) =>
        table.TransactAsync(Partition, [.. read.Select(stored => Write(stored, change(stored.Message)))], cancellationToken);

    /// <summary>What changed since it was read is not removed.</summary>
    public async Task RemoveAsync(IEnumerable<StoredPoison> read, CancellationToken cancellationToken)
    {
        foreach (var some in read.Chunk(TableWrite.Most))
            await table.TransactAsync(Partition, [.. some.Select(stored => new TableWrite.Remove(stored.Message.Id, stored.ETag))], cancellationToken);
    }

    private async IAsyncEnumerable<StoredPoison> QueryAsync(DateTimeOffset? dueBy, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(new TableRange(Partition, "", dueBy), cancellationToken)) yield return Read(row);
    }

    /// <summary>A machine whose row cannot be read may be just what the message failed at.</summary>
    private async Task<string?> NameOfAsync(MachineId? machine, CancellationToken cancellationToken)
    {
        try
        {
            return machine is { } id ? (await machines.FindAsync(id, cancellationToken))?.Name : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static TableWrite Write(StoredPoison? read, PoisonMessage message)
    {
        var body = JsonSerializer.Serialize(message, StateJson.Default.PoisonMessage);
        var due = message.IsTold ? message.End?.At + Kept : message.LastAt;
        return read is null ? new TableWrite.Insert(message.Id, body, due) : new TableWrite.Replace(message.Id, read.ETag, body, due);
    }

    private static StoredPoison Read(TableRow row) => new(
        JsonSerializer.Deserialize(row.Body, StateJson.Default.PoisonMessage) ?? throw new InvalidOperationException($"Row {row.Row} holds no document."),
        row.ETag);
}

/// <param name="ETag">Of the row as it was read.</param>
public sealed record StoredPoison(PoisonMessage Message, string ETag);
