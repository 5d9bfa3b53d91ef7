using System.Collections.Immutable;
using System.Text.Json;
using ChatOps.Core.State;
using ChatOps.Core.Words;

namespace ChatOps.Core.Savings;

/// <summary>
/// What was saved in months that are over, so that nobody has to add them up again: a partition for each team, a row for each month. All
/// of it follows from the ledger and the requests: a row that is missing is made anew.
/// </summary>
/// <param name="table">The one called "savings".</param>
public sealed class SavingsStore(ITable table)
{
    /// <summary>All that there are of a team, by month as "2026-11".</summary>
    public async Task<IReadOnlyDictionary<string, KeptSavings>> OfAsync(string team, CancellationToken cancellationToken)
    {
        var months = new Dictionary<string, KeptSavings>();
        await foreach (var row in table.QueryAsync(new TableRange(team, ""), cancellationToken))
        {
            months[row.Row] = JsonSerializer.Deserialize(row.Body, StateJson.Default.KeptSavings)
                ?? throw new InvalidOperationException($"Row {row.Partition}/{row.Row} holds no document.");
        }
        return months;
    }

    public Task KeepAsync(string team, string month, KeptSavings savings, CancellationToken cancellationToken) =>
        table.PutAsync(team, month, JsonSerializer.Serialize(savings, StateJson.Default.KeptSavings), cancellationToken);
}

/// <param name="Sums">By rule and currency.</param>
public sealed record KeptSavings(ImmutableArray<KeptSum> Sums);

public sealed record KeptSum(SavingRule Rule, Money Amount);
