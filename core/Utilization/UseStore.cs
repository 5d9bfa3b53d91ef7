using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.Metering;
using ChatOps.Core.State;

namespace ChatOps.Core.Utilization;

/// <summary>
/// What machines' GPUs did, day by day: a partition for each team and month, in it rows for each day, of some machines each. Which days were added
/// up, and when, is a partition too.
/// </summary>
/// <param name="table">The one called "use".</param>
public sealed class UseStore(ITable table)
{
    private const string Days = "days";

    /// <summary>So many machines are in a row; each takes some 200 characters, and 50 for each GPU.</summary>
    private const int MostInRow = 100;

    /// <summary>Together they are no longer than a transaction may be.</summary>
    private const int MostInTransaction = 6;

    /// <summary>Who else writes these rows writes the same, or nearly so.</summary>
    private const int Tries = 8;

    /// <summary>From one day to another, both of them in it.</summary>
    public async IAsyncEnumerable<UseDay> OfAsync(
        string team, DateOnly first, DateOnly last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var month = new DateOnly(first.Year, first.Month, 1); month <= last; month = month.AddMonths(1))
        {
            await foreach (var row in table.QueryAsync(new TableRange(Partition(team, month), first == last ? Prefix(first) : ""), cancellationToken))
                if (string.CompareOrdinal(row.Row, Prefix(first)) >= 0 && string.CompareOrdinal(row.Row, Prefix(last.AddDays(1))) < 0)
                    foreach (var day in Read(row)) yield return day;
        }
    }

    /// <summary>Has the team's rows of that day hold this, beside what they hold of other machines. What they hold already is not written again.</summary>
    public async Task PutAsync(string team, DateOnly date, IReadOnlyList<UseDay> days, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await TryPutAsync(Partition(team, date), Prefix(date), days, cancellationToken)) return;
        }
        throw new InvalidOperationException($"Rows of {team} on {date:yyyy-MM-dd} kept changing while they were written.");
    }

    /// <summary>When a day was last added up; null where it never was.</summary>
    public async Task<DateTimeOffset?> SummedAtAsync(CalendarDay day, CancellationToken cancellationToken) =>
        await table.GetAsync(Days, KeyOf(day), cancellationToken) is { } row ? JsonSerializer.Deserialize(row.Body, UseJson.Default.SummedDay)?.At : null;

    public Task NoteSumAsync(CalendarDay day, DateTimeOffset at, CancellationToken cancellationToken) =>
        table.PutAsync(Days, KeyOf(day), JsonSerializer.Serialize(new SummedDay(at), UseJson.Default.SummedDay), cancellationToken);

    private async Task<bool> TryPutAsync(string partition, string prefix, IReadOnlyList<UseDay> days, CancellationToken cancellationToken)
    {
        var (there, all) = (new Dictionary<string, TableRow>(), new SortedDictionary<string, UseDay>(StringComparer.Ordinal));
        await foreach (var row in table.QueryAsync(new TableRange(partition, prefix), cancellationToken))
        {
            there[row.Row] = row;
            foreach (var day in Read(row)) all[day.Machine.Value] = day;
        }
        foreach (var day in days) all[day.Machine.Value] = day;
        var writes = new List<TableWrite>();
        foreach (var (i, some) in all.Values.Chunk(MostInRow).Index())
        {
            var (key, body) = ($"{prefix}{i:000}", JsonSerializer.Serialize([.. some.Select(UseRow.Of)], UseJson.Default.UseRowArray));
            if (!there.Remove(key, out var row)) writes.Add(new TableWrite.Insert(key, body));
            else if (row.Body != body) writes.Add(new TableWrite.Replace(key, row.ETag, body));
        }
        // What an older version has written machine by machine.
        writes.AddRange(there.Values.Select(row => new TableWrite.Remove(row.Row, row.ETag)));
        foreach (var some in writes.Chunk(MostInTransaction))
            if (!await table.TransactAsync(partition, some, cancellationToken)) return false;
        return true;
    }

    private static IEnumerable<UseDay> Read(TableRow row) => (row.Body.StartsWith('[')
        ? JsonSerializer.Deserialize(row.Body, UseJson.Default.UseRowArray) ?? throw Empty(row)
        : [JsonSerializer.Deserialize(row.Body, UseJson.Default.UseRow) ?? throw Empty(row)]).Select(day => day.Day);

    private static InvalidOperationException Empty(TableRow row) => new($"Row {row.Partition}/{row.Row} holds no document.");

    /// <summary>No team has a '~' in its name.</summary>
    private static string Partition(string team, DateOnly date) => $"{team}~{date:yyyy-MM}";

    private static string Prefix(DateOnly date) => $"{date:yyyy-MM-dd}~";

    /// <summary>The same for all zones in which that day is from when to when.</summary>
    private static string KeyOf(CalendarDay day) =>
        string.Create(CultureInfo.InvariantCulture, $"{day.Date:yyyy-MM-dd}~{day.Begin.UtcDateTime:yyyyMMddHHmm}~{day.End.UtcDateTime:yyyyMMddHHmm}");
}

internal sealed record SummedDay(DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UseRow))]
[JsonSerializable(typeof(UseRow[]))]
[JsonSerializable(typeof(SummedDay))]
internal sealed partial class UseJson : JsonSerializerContext;
