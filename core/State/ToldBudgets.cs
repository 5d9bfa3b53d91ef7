using System.Text.Json;

namespace ChatOps.Core.State;

/// <summary>Of which part of its budget a team's managers have been told in a month.</summary>
/// <param name="table">The one called "spent".</param>
public sealed class ToldBudgets(ITable table)
{
    private const string Told = "told";

    /// <summary>In percent of the budget; 0 when the managers have been told nothing yet.</summary>
    /// <param name="month">As "2026-11".</param>
    public async Task<int> FindAsync(string team, string month, CancellationToken cancellationToken)
    {
        if (await table.GetAsync(Partition(team, month), Told, cancellationToken) is not { } row) return 0;
        var told = JsonSerializer.Deserialize(row.Body, StateJson.Default.ToldBudget);
        return told?.Percent ?? throw new InvalidOperationException($"Row {row.Partition}/{row.Row} holds no document.");
    }

    public Task KeepAsync(string team, string month, int percent, CancellationToken cancellationToken) => table.PutAsync(
        Partition(team, month), Told, JsonSerializer.Serialize(new ToldBudget(percent), StateJson.Default.ToldBudget), cancellationToken);

    /// <summary>No team has a '~' in its name.</summary>
    private static string Partition(string team, string month) => $"{team}~{month}";
}

internal sealed record ToldBudget(int Percent);
