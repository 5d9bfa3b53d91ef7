using System.Runtime.CompilerServices;
using Azure.Core;
using Azure.Core.Pipeline;
using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Tests.Crashes;

internal sealed class MortalTable(string name, ITable inner, Mortal life) : ITable
{
    public Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken) =>
        life.CallAsync($"get {name}/{partition}/{row}", changes: false, () => inner.GetAsync(partition, row, cancellationToken));

    public async IAsyncEnumerable<TableRow> QueryAsync(TableRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = await life.CallAsync(
            $"query {name}/{range.Partition}/{range.Prefix}…",
            changes: false,
            () => inner.QueryAsync(range, cancellationToken).ToListAsync(cancellationToken).AsTask());
        foreach (var row in rows) yield return row;
    }

    public Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) => life.CallAsync(
        $"write {name}/{partition}: {string.Join(", ", writes.Select(write => $"{write.GetType().Name} {write.Row}"))}",
        changes: true,
        () => inner.TransactAsync(partition, writes, cancellationToken));

    public Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken) =>
        life.CallAsync($"changes of {name}/{prefix}…", changes: false, () => inner.ChangesAsync(prefix, mark, cancellationToken));
}

/// <summary>What waits in memory goes with the program, so that a nudge changes nothing that outlives it.</summary>
internal sealed class MortalNudges(INudges inner, Mortal life) : INudges
{
    public Task<bool> LookAsync(MachineId machine, CancellationToken cancellationToken) =>
        life.CallAsync("nudge to look", changes: false, () => inner.LookAsync(machine, cancellationToken));

    public Task<bool> DeliverAsync(MachineId machine, CancellationToken cancellationToken) =>
        life.CallAsync("nudge to deliver", changes: false, () => inner.DeliverAsync(machine, cancellationToken));
}

internal sealed class MortalChannel(IChannel inner, Mortal life) : IChannel
{
    public string Name => inner.Name;

    public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken) =>
        life.CallAsync($"put \"{card.Title}\" into {conversation.Key}", changes: true, () => inner.PutAsync(conversation, key, card, cancellationToken));
}

/// <summary>
/// Every request to Azure, of which an observation or an effect may make several: this covers both ports to the cloud.
/// </summary>
internal sealed class MortalTransport(HttpPipelineTransport inner, Mortal life) : HttpPipelineTransport
{
    public override Request CreateRequest() => inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("The product asks Azure asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message) => await life.CallAsync(
        $"{message.Request.Method} {message.Request.Uri.Path}",
        changes: message.Request.Method != RequestMethod.Get,
        () => inner.ProcessAsync(message).AsTask());
}
