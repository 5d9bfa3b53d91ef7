using System.Text.Json;
using ChatOps.Core.Machines;

namespace ChatOps.Core.State;

/// <summary>
/// The live machines in memory. Each question first asks the table what has changed since the last, so that no answer is older than
/// the question, whoever has written. Where a table cannot tell, all rows are read; then only what changed is parsed again.
/// A row that cannot be read is left out, so that it hides no other; the engine, which looks at each by its id, logs it as broken.
/// </summary>
/// <param name="readAll">Reads all rows of live machines.</param>
internal sealed class LiveMachines(ITable table, string prefix, Func<CancellationToken, Task<IReadOnlyList<TableRow>>> readAll)
{
    private readonly Lock _lock = new();
    private SortedDictionary<string, StoredMachine> _all = new(StringComparer.Ordinal);
    private readonly MachinesBy _byOwner = new(machine => machine.Owner);
    private readonly MachinesBy _byTeam = new(machine => machine.Team);
    private long? _mark;
    private int _readings;

    /// <summary>All, by id.</summary>
    public Task<IReadOnlyList<Machine>> AllAsync(CancellationToken cancellationToken) =>
        ReadAsync(() => [.. _all.Values.Select(stored => stored.Machine)], cancellationToken);

    /// <summary>One person's, by id.</summary>
    public Task<IReadOnlyList<Machine>> OwnedByAsync(string owner, CancellationToken cancellationToken) =>
        ReadAsync(() => _byOwner.Of(owner), cancellationToken);

    /// <summary>One team's, by id.</summary>
    public Task<IReadOnlyList<Machine>> OfTeamAsync(string team, CancellationToken cancellationToken) =>
        ReadAsync(() => _byTeam.Of(team), cancellationToken);

    private async Task<IReadOnlyList<Machine>> ReadAsync(Func<IReadOnlyList<Machine>> pick, CancellationToken cancellationToken)
    {
        while (true)
        {
            long? mark;
            int reading;
            lock (_lock) (mark, reading) = (_mark, _readings);
            if (mark is null || await table.ChangesAsync(prefix, mark, cancellationToken) is not { } changes) break;
            var written = Parse(changes.Written);
            lock (_lock)
            {
                // All was read anew meanwhile, and from another mark: these changes may not follow on it.
                if (reading != _readings) continue;
                // Somebody else may have asked later and been here sooner.
                if (changes.Mark > _mark) Apply(changes, written);
                return pick();
            }
        }
        // Where to go on from is asked before the rows are read: what is written meanwhile is then read twice, never missed.
        var begin = await table.ChangesAsync(prefix, mark: null, cancellationToken);
        var parsed = Parse(await readAll(cancellationToken));
        lock (_lock)
        {
            // Whatever mark is there, it may be of a log that is gone. Rows and mark of one reading always fit.
            Replace(parsed, begin?.Mark);
            return pick();
        }
    }

    private void Apply(TableChanges changes, List<StoredMachine> written)
    {
        // What was written goes too: it may be unreadable now.
        foreach (var key in changes.Removed.Select(key => key.Row).Concat(changes.Written.Select(row => row.Row)))
            if (_all.Remove(MachineStore.IdOf(key).Value, out var gone)) Drop(gone.Machine);
        foreach (var stored in written) Put(stored);
        _mark = changes.Mark;
    }

    private void Replace(List<StoredMachine> stored, long? mark)
    {
        (_all, _mark) = (new(StringComparer.Ordinal), mark);
        _byOwner.Clear();
        _byTeam.Clear();
        _readings++;
        foreach (var machine in stored) Put(machine);
    }

    /// <summary>A machine's owner and team never change.</summary>
    private void Put(StoredMachine stored)
    {
        _all[stored.Machine.Id.Value] = stored;
        _byOwner.Put(stored.Machine);
        _byTeam.Put(stored.Machine);
    }

    private void Drop(Machine machine)
    {
        _byOwner.Remove(machine);
        _byTeam.Remove(machine);
    }

    private List<StoredMachine> Parse(IEnumerable<TableRow> rows) => [.. rows.Select(Parse).OfType<StoredMachine>()];

    /// <summary>Null when the row cannot be read.</summary>
    private StoredMachine? Parse(TableRow row)
    {
        lock (_lock)
            if (_all.TryGetValue(MachineStore.IdOf(row.Row).Value, out var known) && known.ETag == row.ETag) return known;
        try
        {
            return MachineStore.Read(row);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or ArgumentException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>Machines by something that never changes about them; each group by id.</summary>
internal sealed class MachinesBy(Func<Machine, string> keyOf)
{
    private readonly Dictionary<string, SortedDictionary<string, Machine>> _groups = [];

    public IReadOnlyList<Machine> Of(string key) => _groups.TryGetValue(key, out var group) ? [.. group.Values] : [];

    public void Put(Machine machine)
    {
        if (!_groups.TryGetValue(keyOf(machine), out var group)) _groups[keyOf(machine)] = group = new(StringComparer.Ordinal);
        group[machine.Id.Value] = machine;
    }

    public void Remove(Machine machine) => _groups[keyOf(machine)].Remove(machine.Id.Value);

    public void Clear() => _groups.Clear();
}
