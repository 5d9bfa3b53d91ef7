using System.Runtime.CompilerServices;
using System.Text.Json;
using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Core.State;

/// <summary>
/// What is kept of each team and month, in a partition of its own: a row for each machine that is gone, under its id, and
/// <c>told</c>, of which part of the budget the managers have been told. All of it may be written again and again.
/// </summary>
public sealed class SpentStore(ITable table)
{
    private const string Told = "told";

    /// <summary>Who else writes a row writes nearly the same.</summary>
    private const int Tries = 8;

    /// <param name="month">As "2026-11".</param>
    public async IAsyncEnumerable<SpentRow> OfAsync(string team, string month, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(new TableRange(Partition(team, month), ""), cancellationToken))
            if (row.Row != Told) yield return JsonSerializer.Deserialize(row.Body, StateJson.Default.SpentRow) ?? throw Broken(row);
    }

    public Task KeepAsync(string team, string month, SpentRow row, CancellationToken cancellationToken) =>
        PutAsync(Partition(team, month), row.Machine.Value, JsonSerializer.Serialize(row, StateJson.Default.SpentRow), cancellationToken);

    /// <summary>In percent of the budget; 0 when the managers have been told nothing yet.</summary>
    public async Task<int> ToldAsync(string team, string month, CancellationToken cancellationToken) =>
        await table.GetAsync(Partition(team, month), Told, cancellationToken) is { } row
            ? (JsonSerializer.Deserialize(row.Body, StateJson.Default.ToldBudget) ?? throw Broken(row)).Percent
            : 0;

    public Task KeepToldAsync(string team, string month, int percent, CancellationToken cancellationToken) =>
        PutAsync(Partition(team, month), Told, JsonSerializer.Serialize(new ToldBudget(percent), StateJson.Default.ToldBudget), cancellationToken);

    private async Task PutAsync(string partition, string key, string body, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            var row = await table.GetAsync(partition, key, cancellationToken);
            if (row?.Body == body) return;
            TableWrite write = row is null ? new TableWrite.Insert(key, body) : new TableWrite.Replace(key, row.ETag, body);
            if (await table.TransactAsync(partition, [write], cancellationToken)) return;
        }
        throw new InvalidOperationException($"Row {partition}/{key} kept changing while it was written.");
    }

    /// <summary>No team has a '~' in its name.</summary>
    private static string Partition(string team, string month) => $"{team}~{month}";

    private static InvalidOperationException Broken(TableRow row) => new($"Row {row.Partition}/{row.Row} holds no document.");
}

/// <summary>What a machine that is gone was billed for in a month.</summary>
/// <param name="Owner">By e-mail.</param>
/// <param name="Size">The last that it had.</param>
/// <param name="Cost">At the list prices of then, without disks; null where none was known.</param>
public sealed record SpentRow(MachineId Machine, string Owner, string Blueprint, string Size, bool Spot, Money? Cost, double Hours);

internal sealed record ToldBudget(int Percent);
