using System.Text.Json;

namespace ChatOps.Core.State;

/// <summary>Of which part of its budget a team's managers have been told in a month.</summary>
/// <param name="table">The one called "spent".</param>
public sealed class SpentStore(ITable table)
{
    private const string Told = "told";

    /// <summary>Who else writes a row writes nearly the same.</summary>
    private const int Tries = 8;

    /// <summary>In percent of the budget; 0 when the managers have been told nothing yet.</summary>
    /// <param name="month">As "2026-11".</param>
    public async Task<int> ToldAsync(string team, string month, CancellationToken cancellationToken) =>
        await table.GetAsync(Partition(team, month), Told, cancellationToken) is { } row
            ? (JsonSerializer.Deserialize(row.Body, StateJson.Default.ToldBudget) ?? throw Broken(row)).Percent
            : 0;

    public async Task KeepToldAsync(string team, string month, int percent, CancellationToken cancellationToken)
    {
        var (partition, body) = (Partition(team, month), JsonSerializer.Serialize(new ToldBudget(percent), StateJson.Default.ToldBudget));
        for (var i = 0; i < Tries; i++)
        {
            var row = await table.GetAsync(partition, Told, cancellationToken);
            if (row?.Body == body) return;
            TableWrite write = row is null ? new TableWrite.Insert(Told, body) : new TableWrite.Replace(Told, row.ETag, body);
            if (await table.TransactAsync(partition, [write], cancellationToken)) return;
        }
        throw new InvalidOperationException($"Row {partition}/{Told} kept changing while it was written.");
    }

    /// <summary>No team has a '~' in its name.</summary>
    private static string Partition(string team, string month) => $"{team}~{month}";

    private static InvalidOperationException Broken(TableRow row) => new($"Row {row.Partition}/{row.Row} holds no document.");
}

internal sealed record ToldBudget(int Percent);
