using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Tests.Schedules;

/// <summary>Takes every check for passed.</summary>
internal sealed class CredulousCloud(IMachineCloud cloud) : IMachineCloud
{
    private const string Passed = """{"checks": [{"name": "driver", "passed": true, "seconds": 1, "output": "580"}]}""";

    public async Task<Observation> ObserveAsync(Machine machine, string? run, CancellationToken cancellationToken)
    {
        var seen = await cloud.ObserveAsync(machine, run, cancellationToken);
        return seen.Run is { } said ? seen with { Run = said with { State = RunState.Succeeded, ExitCode = 0, Output = Passed } } : seen;
    }

    public Task CarryOutAsync(Machine machine, Effect effect, CancellationToken cancellationToken) => cloud.CarryOutAsync(machine, effect, cancellationToken);
}

/// <summary>Does not hear that a card could not be shown.</summary>
internal sealed class DeafChannel(IChannel channel) : IChannel
{
    public string Name => channel.Name;

    public async Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken)
    {
        try
        {
            await channel.PutAsync(conversation, key, card, cancellationToken);
        }
        catch (Simulation.InjectedException)
        {
            // And so the message is lost.
        }
    }
}

/// <summary>Lists nothing.</summary>
internal sealed class BlindInventory(ICloudInventory inventory) : ICloudInventory
{
    public IAsyncEnumerable<CloudResource> ResourcesAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<CloudResource>();

    public IAsyncEnumerable<VmPower> PowersAsync(CancellationToken cancellationToken) => inventory.PowersAsync(cancellationToken);

    public Task TagAsync(CloudResource resource, Machine machine, Blueprint? blueprint, CancellationToken cancellationToken) =>
        inventory.TagAsync(resource, machine, blueprint, cancellationToken);

    public Task DeleteAsync(CloudResource resource, CancellationToken cancellationToken) => inventory.DeleteAsync(resource, cancellationToken);
}

/// <summary>Writes a machine without its messages.</summary>
internal sealed class ForgetfulTable(ITable table) : ITable
{
    public Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken) => table.GetAsync(partition, row, cancellationToken);

    public IAsyncEnumerable<TableRow> QueryAsync(TableRange range, CancellationToken cancellationToken) => table.QueryAsync(range, cancellationToken);

    public Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) => table.TransactAsync(
        partition, [.. writes.Where(write => write is not TableWrite.Insert || !write.Row.StartsWith("o~", StringComparison.Ordinal))], cancellationToken);

    public Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken) =>
        table.ChangesAsync(prefix, mark, cancellationToken);
}

/// <summary>Writes a machine over whatever is there, its ETag and its history aside.</summary>
internal sealed class HastyTable(ITable table) : ITable
{
    public Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken) => table.GetAsync(partition, row, cancellationToken);

    public IAsyncEnumerable<TableRow> QueryAsync(TableRange range, CancellationToken cancellationToken) => table.QueryAsync(range, cancellationToken);

    public async Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        var now = new List<TableWrite>();
        foreach (var write in writes)
            now.Add(write is TableWrite.Replace replace && await table.GetAsync(partition, write.Row, cancellationToken) is { } there
                ? replace with { ETag = there.ETag }
                : write);
        return await table.TransactAsync(partition, now, cancellationToken);
    }

    public Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken) =>
        table.ChangesAsync(prefix, mark, cancellationToken);
}

/// <summary>Writes nothing, and says that it has.</summary>
internal sealed class LostLedger(ITable table) : ITable
{
    public Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken) => table.GetAsync(partition, row, cancellationToken);

    public IAsyncEnumerable<TableRow> QueryAsync(TableRange range, CancellationToken cancellationToken) => table.QueryAsync(range, cancellationToken);

    public Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken) =>
        table.ChangesAsync(prefix, mark, cancellationToken);
}
