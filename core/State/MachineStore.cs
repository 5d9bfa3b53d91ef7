using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ChatOps.Core.Audit;
using ChatOps.Core.Machines;
using ChatOps.Core.Reaping;

namespace ChatOps.Core.State;

/// <summary>
/// The machines, in 16 partitions by the first digit of their id. What belongs to one machine shares its partition and is
/// written in one transaction: <c>m~id</c> the machine, <c>d~id</c> once it is gone, <c>e~id~seq</c> its events,
/// <c>o~id~seq</c> its outbox, <c>a~id~seq</c> what the audit is still to record of it. Whoever has something to do now is nudged once
/// it is written.
/// </summary>
public sealed class MachineStore(ITable table, INudges nudges)
{
    private const string Live = "m~";
    private static readonly ImmutableArray<string> Partitions = [.. "0123456789abcdef".Select(digit => digit.ToString())];
    private readonly LiveMachines _live = new(table, Live, token => LiveRowsAsync(table, token));

    /// <summary>Where its events wait for the audit.</summary>
    public static AuditSource Audit(ITable table) => new(table, Partitions);

    /// <summary>False when there is a machine of this id already.</summary>
    public async Task<bool> CreateAsync(Step first, CancellationToken cancellationToken)
    {
        // A request may come again after its machine is gone.
        if (await FindAsync(first.Machine.Id, cancellationToken) is not null) return false;
        var (machine, rows) = Number(first);
        ImmutableArray<TableWrite> writes = [new TableWrite.Insert(LiveKey(machine.Id), Body(machine), machine.DueAt), .. rows];
        if (!await table.TransactAsync(Partition(machine.Id), writes, cancellationToken)) return false;
        await NudgeAsync(first, cancellationToken);
        return true;
    }

    /// <summary>Writes a step with its events and messages. False when the row changed since it was read: then nothing is written.</summary>
    public async Task<bool> SaveAsync(StoredMachine read, Step step, CancellationToken cancellationToken)
    {
        var (machine, rows) = Number(step);
        ImmutableArray<TableWrite> own = machine.IsGone
            ? [new TableWrite.Remove(LiveKey(machine.Id), read.ETag), new TableWrite.Insert(GoneKey(machine.Id), Body(machine))]
            : [new TableWrite.Replace(LiveKey(machine.Id), read.ETag, Body(machine), machine.DueAt)];
        if (!await table.TransactAsync(Partition(machine.Id), [.. own, .. rows], cancellationToken)) return false;
        await NudgeAsync(step, cancellationToken);
        return true;
    }

    /// <summary>A live machine, or null.</summary>
    public async Task<StoredMachine?> GetAsync(MachineId id, CancellationToken cancellationToken) =>
        await table.GetAsync(Partition(id), LiveKey(id), cancellationToken) is { } row ? Read(row) : null;

    /// <summary>A machine, live or gone.</summary>
    public async Task<Machine?> FindAsync(MachineId id, CancellationToken cancellationToken) =>
        (await GetAsync(id, cancellationToken))?.Machine
        ?? (await table.GetAsync(Partition(id), GoneKey(id), cancellationToken) is { } row ? Read(row).Machine : null);

    public async IAsyncEnumerable<Machine> LiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var machine in await _live.AllAsync(cancellationToken)) yield return machine;
    }

    /// <summary>The live machines of one person.</summary>
    public Task<IReadOnlyList<Machine>> OwnedByAsync(string owner, CancellationToken cancellationToken) => _live.OwnedByAsync(owner, cancellationToken);

    /// <summary>The live machines of one team.</summary>
    public Task<IReadOnlyList<Machine>> OfTeamAsync(string team, CancellationToken cancellationToken) => _live.OfTeamAsync(team, cancellationToken);

    /// <summary>All live machines, by team: where many teams are asked for, they are read once.</summary>
    public async Task<ILookup<string, Machine>> ByTeamAsync(CancellationToken cancellationToken) =>
        (await _live.AllAsync(cancellationToken)).ToLookup(machine => machine.Team);

    /// <summary>Live machines that somebody must look at by <paramref name="now"/>; their ids only, so that one broken row does not hide the others.</summary>
    public async IAsyncEnumerable<MachineId> DueAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var partition in Partitions)
            await foreach (var row in table.QueryAsync(new TableRange(partition, Live, now), cancellationToken)) yield return IdOf(row);
    }

    /// <summary>A machine's events, oldest first, also after it is gone.</summary>
    public async IAsyncEnumerable<MachineEvent> HistoryAsync(MachineId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(new TableRange(Partition(id), $"e~{id}~"), cancellationToken))
            yield return JsonSerializer.Deserialize(row.Body, StateJson.Default.MachineEvent) ?? throw Broken(row);
    }

    /// <summary>A machine's messages that wait to be delivered, in order.</summary>
    public async IAsyncEnumerable<StoredMessage> OutboxAsync(MachineId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(new TableRange(Partition(id), $"o~{id}~"), cancellationToken)) yield return ReadMessage(row);
    }

    /// <summary>Machines that have messages waiting to be delivered.</summary>
    public async IAsyncEnumerable<MachineId> UndeliveredAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MachineId? last = null;
        foreach (var partition in Partitions)
        {
            await foreach (var row in table.QueryAsync(new TableRange(partition, "o~"), cancellationToken))
            {
                var id = IdOf(row);
                if (id == last) continue;
                last = id;
                yield return id;
            }
        }
    }

    /// <summary>True while a message of this kind about this machine waits to be delivered.</summary>
    public async Task<bool> IsUnsentAsync(MachineId id, Notice notice, CancellationToken cancellationToken)
    {
        await foreach (var message in OutboxAsync(id, cancellationToken))
            if (message.Message.Notice == notice) return true;
        return false;
    }

    /// <summary>
    /// Takes a delivered message out of the outbox; harmless when it is out already. A warning warns from then on, which is written in the
    /// same transaction; where the row has changed meanwhile it stays, and is delivered again.
    /// </summary>
    /// <param name="at">When it had been delivered.</param>
    public async Task DeliveredAsync(StoredMessage message, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var remove = new TableWrite.Remove(message.Key, message.ETag);
        ImmutableArray<TableWrite> writes = message.Message.Notice is Notice.LeaseEnding or Notice.ReapWarning
            && await GetAsync(message.Machine, cancellationToken) is { } read
            && IdleWarning.Told(Lease.Told(read.Machine, message.Message, at), message.Message, at) is var told && told != read.Machine
                ? [remove, new TableWrite.Replace(LiveKey(told.Id), read.ETag, Body(told), told.DueAt)]
                : [remove];
        await table.TransactAsync(Partition(message.Machine), writes, cancellationToken);
    }

    private async Task NudgeAsync(Step written, CancellationToken cancellationToken)
    {
        if (!written.Messages.IsEmpty) await nudges.DeliverAsync(written.Machine.Id, cancellationToken);
        if (!written.Machine.IsGone && written.Machine.DueAt <= written.Now) await nudges.LookAsync(written.Machine.Id, cancellationToken);
    }

    /// <summary>All partitions at the same time: where each is a request, a person waits for one of them.</summary>
    private static async Task<IReadOnlyList<TableRow>> LiveRowsAsync(ITable table, CancellationToken cancellationToken)
    {
        var partitions = await Task.WhenAll(Partitions.Select(async partition =>
        {
            var rows = new List<TableRow>();
            await foreach (var row in table.QueryAsync(new TableRange(partition, Live), cancellationToken)) rows.Add(row);
            return rows;
        }));
        return [.. partitions.SelectMany(rows => rows)];
    }

    private static (Machine Machine, IEnumerable<TableWrite> Rows) Number(Step step)
    {
        var (id, seq) = (step.Machine.Id, step.Machine.Seq);
        var rows = new List<TableWrite>();
        foreach (var happened in step.Events)
        {
            var key = $"{id}~{++seq:D8}";
            rows.Add(new TableWrite.Insert($"e~{key}", JsonSerializer.Serialize(happened, StateJson.Default.MachineEvent)));
            rows.Add(AuditIntake.Insert(key, Entry(step.Machine, happened, seq)));
        }
        foreach (var message in step.Messages)
            rows.Add(new TableWrite.Insert($"o~{id}~{++seq:D8}", JsonSerializer.Serialize(message, StateJson.Default.OutboxMessage)));
        return (step.Machine with { Seq = seq }, rows);
    }

    private static AuditEntry Entry(Machine machine, MachineEvent happened, int seq) => new()
    {
        Id = $"{machine.Id}-{seq:D8}",
        At = happened.At,
        Who = happened.By,
        Action = $"machine {happened.Kind}",
        On = machine.Name,
        Machine = machine.Id.Value,
        Team = machine.Team,
        Outcome = happened.Text,
        Reason = machine.Reason,
    };

    private static StoredMessage ReadMessage(TableRow row) => new(
        row.Row, IdOf(row), JsonSerializer.Deserialize(row.Body, StateJson.Default.OutboxMessage) ?? throw Broken(row), row.ETag);

    internal static StoredMachine Read(TableRow row) =>
        new(JsonSerializer.Deserialize(row.Body, StateJson.Default.Machine) ?? throw Broken(row), row.ETag);

    private static string Body(Machine machine) => JsonSerializer.Serialize(machine, StateJson.Default.Machine);

    private static string Partition(MachineId id) => id.Value[..1];

    private static MachineId IdOf(TableRow row) => IdOf(row.Row);

    internal static MachineId IdOf(string key) => new(key.Split('~')[1]);

    private static string LiveKey(MachineId id) => $"{Live}{id}";

    private static string GoneKey(MachineId id) => $"d~{id}";

    private static InvalidOperationException Broken(TableRow row) => new($"Row {row.Partition}/{row.Row} holds no document.");
}

/// <param name="ETag">Of the row as it was read.</param>
public sealed record StoredMachine(Machine Machine, string ETag);

/// <param name="Key">Also the message's identity: a channel that has shown it under this key shows it no second time.</param>
public sealed record StoredMessage(string Key, MachineId Machine, OutboxMessage Message, string ETag);
