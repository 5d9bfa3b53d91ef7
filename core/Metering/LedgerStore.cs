using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.State;

namespace ChatOps.Core.Metering;

/// <summary>
/// The recorded use of each team and month, in a partition of its own: a row for each machine with the stretches of time that were recorded together,
/// under the key of the first of them; and in another one its launches. Which teams there are is a partition too, so that one that has
/// left the policy is not forgotten, and so are the months of each.
/// </summary>
/// <param name="table">The one called "ledger".</param>
public sealed class LedgerStore(ITable table)
{
    private const string Teams = "teams";
    private const string Months = "months";

    /// <summary>So many stretches take some 50,000 characters.</summary>
    private const int MostInRow = 200;

    /// <summary>Together they are no longer than a transaction may be.</summary>
    private const int MostInTransaction = 10;

    /// <param name="month">As "2026-11", where the team is.</param>
    public async IAsyncEnumerable<UsageRecord> OfAsync(string team, string month, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(new TableRange(Partition(team, month), ""), cancellationToken))
        {
            var own = JsonSerializer.Deserialize(row.Body, UsageRowJson.Default.UsageRow) ?? throw new InvalidOperationException(
                $"Row {row.Partition}/{row.Row} holds no document.");
            foreach (var record in own.Records) yield return record;
        }
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

    /// <summary>
    /// As a rule none of them is there. A row that is was written by somebody who has died before the machine's row was: what is recorded after that is the
    /// same, or more.
    /// </summary>
    /// <param name="records">Of one machine, in the order in which it tells them.</param>
    public async Task PutAsync(string team, string month, IReadOnlyList<UsageRecord> records, CancellationToken cancellationToken)
    {
        await KnowAsync(team, month, cancellationToken);
        var rows = records.Chunk(MostInRow).ToDictionary(some => some[0].Key, Body);
        foreach (var some in rows.Chunk(MostInTransaction))
        {
            TableWrite[] inserts = [.. some.Select(row => new TableWrite.Insert(row.Key, row.Value))];
            if (await table.TransactAsync(Partition(team, month), inserts, cancellationToken)) continue;
            foreach (var (key, body) in some) await table.PutAsync(Partition(team, month), key, body, cancellationToken);
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

    private static string Body(UsageRecord[] records) => JsonSerializer.Serialize(UsageRow.Of(records), UsageRowJson.Default.UsageRow);

    /// <summary>No team has a '~' in its name.</summary>
    private static string Partition(string team, string month) => $"{team}~{month}";

    private static string Launches(string team, string month) => $"{team}~{month}~launches";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LaunchRecord))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class LedgerJson : JsonSerializerContext;
