using System.Runtime.CompilerServices;
using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Simulation;

/// <summary>One program's way to a table.</summary>
internal sealed class SimTable(string name, MemoryTable table, Stage stage, SimProgram program) : ITable
{
    public Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken) =>
        stage.CallAsync(program, CallKind.Read, $"{name}: get {row}", () => table.Get(partition, row), null);

    public async IAsyncEnumerable<TableRow> QueryAsync(TableRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Where there is nothing, nothing can come in between; a sweep asks 16 partitions.
        if (table.Query(range).Count == 0) yield break;
        var rows = await stage.CallAsync(program, CallKind.Read, $"{name}: query {range.Partition} {range.Prefix}", () => table.Query(range), []);
        foreach (var row in rows) yield return row;
    }

    public Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) =>
        stage.CallAsync(program, CallKind.Write, $"{name}: write {string.Join(", ", writes.Select(Name))}", () => table.Transact(partition, writes), false);

    public Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken) =>
        stage.CallAsync(program, CallKind.Read, $"{name}: changes of {prefix}", () => table.Changes(prefix, mark), null);

    private static string Name(TableWrite write) => write switch
    {
        TableWrite.Insert insert => $"+{insert.Row}",
        TableWrite.Remove remove => $"-{remove.Row}",
        _ => write.Row,
    };
}

/// <summary>One program's way to Azure.</summary>
internal sealed class CloudPort(SimCloud cloud, Stage stage, SimProgram program) : IMachineCloud, ICloudInventory
{
    public Task<Observation> ObserveAsync(Machine machine, string? run, CancellationToken cancellationToken) =>
        stage.CallAsync(program, CallKind.Look, $"azure: look at {machine.Id}", () => cloud.Observe(machine, run), new Observation());

    public Task CarryOutAsync(Machine machine, Effect effect, CancellationToken cancellationToken) =>
        stage.CallAsync(program, CallKind.Effect, $"azure: {effect.GetType().Name} {machine.Id}", () => cloud.CarryOut(machine, effect), false);

    public async IAsyncEnumerable<CloudResource> ResourcesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var resource in await stage.CallAsync(program, CallKind.List, "azure: list resources", cloud.Resources, [])) yield return resource;
    }

    public async IAsyncEnumerable<VmPower> PowersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var power in await stage.CallAsync(program, CallKind.List, "azure: list VMs", cloud.Powers, [])) yield return power;
    }

    public Task TagAsync(CloudResource resource, Machine machine, Blueprint? blueprint, CancellationToken cancellationToken) =>
        stage.CallAsync(program, CallKind.Effect, $"azure: tag {resource.Name}", () => cloud.Tag(resource, machine), false);

    public Task DeleteAsync(CloudResource resource, CancellationToken cancellationToken) =>
        stage.CallAsync(program, CallKind.Effect, $"azure: sweep {resource.Name}", () => cloud.Sweep(resource), false);
}

/// <summary>One program's way to the chat.</summary>
internal sealed class ChannelPort(Mail mail, Stage stage, SimProgram program) : IChannel
{
    public string Name => Mail.ChannelName;

    public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken) =>
        stage.CallAsync(program, CallKind.Channel, $"chat: {conversation.Key} {key} \"{card.Title}\"", () => mail.Put(conversation, key, card), false);
}

/// <summary>One program's way to the queue.</summary>
internal sealed class NudgePort(NudgeBox box, Stage stage, SimProgram program) : INudges
{
    public Task<bool> LookAsync(MachineId machine, CancellationToken cancellationToken) =>
        stage.CallAsync(program, CallKind.Nudge, $"queue: look at {machine}", () => box.Add(new(NudgeKind.Look, machine)), false);

    public Task<bool> DeliverAsync(MachineId machine, CancellationToken cancellationToken) =>
        stage.CallAsync(program, CallKind.Nudge, $"queue: deliver {machine}", () => box.Add(new(NudgeKind.Deliver, machine)), false);
}
