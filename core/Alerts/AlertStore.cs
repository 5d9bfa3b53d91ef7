using System.Globalization;
using ChatOps.Core.State;

namespace ChatOps.Core.Alerts;

/// <summary>What was told of, and up to which day each team was looked at. Rows of two partitions; a team is called by its name, all of them "all".</summary>
/// <param name="table">The one called "alerts".</param>
public sealed class AlertStore(ITable table)
{
    /// <summary>Whose name all teams together go by.</summary>
    public const string All = "all";

    private const string Told = "told";
    private const string Looked = "looked";

    public async Task<bool> IsToldAsync(string whose, string cause, CancellationToken cancellationToken) =>
        await table.GetAsync(Told, Key(whose, cause), cancellationToken) is not null;

    /// <summary>It may be there already.</summary>
    public Task TellAsync(string whose, string cause, CancellationToken cancellationToken) =>
        table.TransactAsync(Told, [new TableWrite.Insert(Key(whose, cause), "{}")], cancellationToken);

    /// <summary>The last day that was looked at, by whose; a team that is not in it was never.</summary>
    public async Task<IReadOnlyDictionary<string, DateOnly>> LookedAsync(CancellationToken cancellationToken) =>
        await table.QueryAsync(new TableRange(Looked, ""), cancellationToken)
            .ToDictionaryAsync(row => row.Row, row => Day(row.Body), cancellationToken: cancellationToken);

    public Task LookAsync(string whose, DateOnly day, CancellationToken cancellationToken) =>
        table.PutAsync(Looked, whose, string.Create(CultureInfo.InvariantCulture, $"\"{day:yyyy-MM-dd}\""), cancellationToken);

    private static DateOnly Day(string body) => DateOnly.ParseExact(body.Trim('"'), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>No team has a '~' in its name.</summary>
    private static string Key(string whose, string cause) => $"{whose}~{cause}";
}
