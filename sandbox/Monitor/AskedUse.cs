using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps.Azure.Monitor;
using ChatOps.Core.Metrics;

namespace ChatOps.Sandbox.Monitor;

/// <summary>
/// What <see cref="UseQuery"/> or <see cref="SumQuery"/> asks for, read back from its text: nobody here knows any other KQL.
/// </summary>
/// <param name="IsSum">Whether it is the second.</param>
internal sealed partial record AskedUse(DateTimeOffset From, DateTimeOffset To, Func<string, bool> Which, bool IsSum)
{
    [GeneratedRegex(@"^\| where TimeGenerated >= datetime\((?<from>[^()]+)\) and TimeGenerated < datetime\((?<to>[^()]+)\)$")]
    private static partial Regex Time();

    [GeneratedRegex(@"^\| where hash\(Machine, (?<pages>[0-9]{1,6})\) == (?<page>[0-9]{1,6})$")]
    private static partial Regex Page();

    [GeneratedRegex(@"^\| where Machine in \((?<ids>""[0-9a-f]{16}""(?:, ""[0-9a-f]{16}"")*)\)$")]
    private static partial Regex Ids();

    /// <returns>Null for another query.</returns>
    public static AskedUse? Read(string query)
    {
        if (query.Split('\n', 4) is not [MetricsTable.Name, var time, var which, var summary]) return null;
        var isSum = summary == SumQuery.Summary;
        if (!isSum && summary != UseQuery.Summary) return null;
        if (Time().Match(time) is not { Success: true } times || Parse(times.Groups["from"]) is not { } from || Parse(times.Groups["to"]) is not { } to)
            return null;
        if (Ids().Match(which) is { Success: true } listed)
        {
            var ids = listed.Groups["ids"].Value.Split(", ").Select(id => id.Trim('"')).ToHashSet();
            return new AskedUse(from, to, ids.Contains, isSum);
        }
        if (Page().Match(which) is not { Success: true } paged) return null;
        var (page, pages) = (Number(paged.Groups["page"]), Number(paged.Groups["pages"]));
        return pages == 0 ? null : new AskedUse(from, to, machine => MetricRows.Hash(machine, pages) == page, isSum);
    }

    private static DateTimeOffset? Parse(Group time) =>
        DateTimeOffset.TryParseExact(time.Value, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) ? parsed : null;

    private static int Number(Group number) => int.Parse(number.Value, CultureInfo.InvariantCulture);
}
