using System.Text.Json;
using ChatOps.Core.Machines;

namespace ChatOps.Core.State;

/// <summary>
/// Which machine a name means. A name is reserved before its machine is written; once that machine is gone, or was never
/// written, another may take it over.
/// </summary>
public sealed class NameStore(ITable table, MachineStore machines, TimeProvider time)
{
    /// <summary>A reservation younger than this may belong to a machine that is just being written.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>False when a live machine has the name.</summary>
    public async Task<bool> TryReserveAsync(string name, MachineId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var body = JsonSerializer.Serialize(new NameReservation(id, now), StateJson.Default.NameReservation);
        // Read first: that a name is taken is then known without writing.
        var row = await table.GetAsync(name, "n", cancellationToken);
        if (row is null && await table.TransactAsync(name, [new TableWrite.Insert("n", body)], cancellationToken)) return true;
        row ??= await table.GetAsync(name, "n", cancellationToken);
        if (row is null) return false;
        var holder = Read(row);
        if (holder.Machine == id)
        {
            // From now on its machine may be being written. Losing this write is losing it to the same request, delivered twice.
            await table.TransactAsync(name, [new TableWrite.Replace("n", row.ETag, body)], cancellationToken);
            return await table.GetAsync(name, "n", cancellationToken) is { } again && Read(again).Machine == id;
        }
        var machine = await machines.FindAsync(holder.Machine, cancellationToken);
        if (machine is { IsGone: false } || (machine is null && now - holder.At < Fresh)) return false;
        return await table.TransactAsync(name, [new TableWrite.Replace("n", row.ETag, body)], cancellationToken);
    }

    /// <summary>The machine that has or last had this name.</summary>
    public async Task<Machine?> FindAsync(string name, CancellationToken cancellationToken) =>
        await table.GetAsync(name, "n", cancellationToken) is { } row ? await machines.FindAsync(Read(row).Machine, cancellationToken) : null;

    private static NameReservation Read(TableRow row) =>
        JsonSerializer.Deserialize(row.Body, StateJson.Default.NameReservation)
            ?? throw new InvalidOperationException($"Name {row.Partition} holds no document.");
}

internal sealed record NameReservation(MachineId Machine, DateTimeOffset At);
