using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.State;

namespace ChatOps.Core.Metering;

/// <summary>
/// The recorded use of each team and month, in a partition of its own: a row for each stretch of time, under its key. Which teams there
/// are is a partition too, so that one that has left the policy is not forgotten.
/// </summary>
/// <param name="table">The one called "ledger".</param>
public sealed class LedgerStore(ITable table)
{
    private const string Teams = "teams";

    /// <param name="month">As "2026-11", where the team is.</param>
    public async IAsyncEnumerable<UsageRecord> OfAsync(string team, string month, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(new TableRange(Partition(team, month), ""), cancellationToken))
            yield return JsonSerializer.Deserialize(row.Body, LedgerJson.Default.UsageRecord) ?? throw new InvalidOperationException(
                $"Row {row.Partition}/{row.Row} holds no document.");
    }

    /// <summary>All that anything was ever recorded of.</summary>
    public IAsyncEnumerable<string> TeamsAsync(CancellationToken cancellationToken) =>
        table.QueryAsync(new TableRange(Teams, ""), cancellationToken).Select(row => row.Row);

    /// <summary>As a rule none of them is there. One that is was written by somebody who has died before the machine's row was.</summary>
    public async Task PutAsync(string team, string month, IReadOnlyList<UsageRecord> records, CancellationToken cancellationToken)
    {
        // It fails where the team is there already.
        await table.TransactAsync(Teams, [new TableWrite.Insert(team, "{}")], cancellationToken);
        foreach (var some in records.Chunk(TableWrite.Most))
        {
            TableWrite[] inserts = [.. some.Select(record => new TableWrite.Insert(record.Key, Body(record)))];
            if (await table.TransactAsync(Partition(team, month), inserts, cancellationToken)) continue;
            foreach (var record in some) await table.PutAsync(Partition(team, month), record.Key, Body(record), cancellationToken);
        }
    }

    private static string Body(UsageRecord record) => JsonSerializer.Serialize(record, LedgerJson.Default.UsageRecord);

    /// <summary>No team has a '~' in its name.</summary>
    private static string Partition(string team, string month) => $"{team}~{month}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UsageRecord))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class LedgerJson : JsonSerializerContext;
