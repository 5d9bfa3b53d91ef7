using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.State;

namespace ChatOps.Core.Metering;

/// <summary>
/// The recorded use of each team and month, in a partition of its own: a row for each stretch of time, under its key; and in another one its
/// launches. Which teams there are is a partition too, so that one that has left the policy is not forgotten, and so are the months of each.
/// </summary>
/// <param name="table">The one called "ledger".</param>
public sealed class LedgerStore(ITable table)
{
    private const string Teams = "teams";
    private const string Months = "months";

    /// <param name="month">As "2026-11", where the team is.</param>
    public async IAsyncEnumerable<UsageRecord> OfAsync(string team, string month, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(new TableRange(Partition(team, month), ""), cancellationToken))
            yield return JsonSerializer.Deserialize(row.Body, LedgerJson.Default.UsageRecord) ?? throw new InvalidOperationException(
                $"Row {row.Partition}/{row.Row} holds no document.");
    }

    /// <param name="month">In which they were ordered.</param>
    public async IAsyncEnumerable<LaunchRecord> LaunchesOfAsync(string team, string month, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(new TableRange(Launches(team, month), ""), cancellationToken))
            yield return JsonSerializer.Deserialize(row.Body, LedgerJson.Default.LaunchRecord) ?? throw new InvalidOperationException(
                $"Row {row.Partition}/{row.Row} holds no document.");
    }

    /// <summary>Those in which a team has anything recorded, the first one first.</summary>
    public IAsyncEnumerable<string> MonthsAsync(string team, CancellationToken cancellationToken) =>
        table.QueryAsync(new TableRange(Partition(team, Months), ""), cancellationToken).Select(row => row.Row);

    /// <summary>All that anything was ever recorded of.</summary>
    public IAsyncEnumerable<string> TeamsAsync(CancellationToken cancellationToken) =>
        table.QueryAsync(new TableRange(Teams, ""), cancellationToken).Select(row => row.Row);

    /// <summary>As a rule none of them is there. One that is was written by somebody who has died before the machine's row was.</summary>
    public async Task PutAsync(string team, string month, IReadOnlyList<UsageRecord> records, CancellationToken cancellationToken)
    {
        await KnowAsync(team, month, cancellationToken);
        foreach (var some in records.Chunk(TableWrite.Most))
        {
            TableWrite[] inserts = [.. some.Select(record => new TableWrite.Insert(record.Key, Body(record)))];
            if (await table.TransactAsync(Partition(team, month), inserts, cancellationToken)) continue;
            foreach (var record in some) await table.PutAsync(Partition(team, month), record.Key, Body(record), cancellationToken);
        }
    }

    /// <param name="month">In which it was ordered.</param>
    public async Task PutAsync(string month, LaunchRecord launch, CancellationToken cancellationToken)
    {
        await KnowAsync(launch.Team, month, cancellationToken);
        var body = JsonSerializer.Serialize(launch, LedgerJson.Default.LaunchRecord);
        await table.PutAsync(Launches(launch.Team, month), launch.Machine.Value, body, cancellationToken);
    }

    /// <summary>Each fails where it is there already.</summary>
    private async Task KnowAsync(string team, string month, CancellationToken cancellationToken)
    {
        await table.TransactAsync(Teams, [new TableWrite.Insert(team, "{}")], cancellationToken);
        await table.TransactAsync(Partition(team, Months), [new TableWrite.Insert(month, "{}")], cancellationToken);
    }

    private static string Body(UsageRecord record) => JsonSerializer.Serialize(record, LedgerJson.Default.UsageRecord);

    /// <summary>No team has a '~' in its name.</summary>
    private static string Partition(string team, string month) => $"{team}~{month}";

    private static string Launches(string team, string month) => $"{team}~{month}~launches";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UsageRecord))]
[JsonSerializable(typeof(LaunchRecord))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class LedgerJson : JsonSerializerContext;
