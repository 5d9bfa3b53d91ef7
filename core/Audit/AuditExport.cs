using System.Globalization;
using System.Text.Json;

namespace ChatOps.Core.Audit;

/// <summary>The audit in other programs.</summary>
public enum AuditFormat
{
    /// <summary>For a spreadsheet, by RFC 4180.</summary>
    Csv,
    /// <summary>As it is stored, one entry a line: what the chain can be computed from again.</summary>
    JsonLines,
}

public static class AuditExport
{
    private static readonly string[] Columns =
        ["seq", "at", "who", "channel", "action", "on", "team", "machine", "outcome", "reason", "said", "id", "previous", "hash"];

    /// <summary>Null when it is none of the formats.</summary>
    public static AuditFormat? Parse(string format) => format.ToLowerInvariant() switch
    {
        "csv" => AuditFormat.Csv,
        "jsonl" => AuditFormat.JsonLines,
        _ => null,
    };

    /// <summary>What comes before the entries, if anything does.</summary>
    public static IEnumerable<string> Header(AuditFormat format) => format == AuditFormat.Csv ? [string.Join(',', Columns)] : [];

    public static string Line(SealedEntry entry, AuditFormat format) => format switch
    {
        AuditFormat.Csv => string.Join(',', Cells(entry).Select(Cell)),
        AuditFormat.JsonLines => JsonSerializer.Serialize(entry, AuditJson.Default.SealedEntry),
    };

    private static IEnumerable<string?> Cells(SealedEntry link)
    {
        var entry = link.Entry;
        return
        [
            link.Seq.ToString(CultureInfo.InvariantCulture), AuditTimeJson.Text(entry.At), entry.Who, entry.Channel, entry.Action, entry.On, entry.Team,
            entry.Machine, entry.Outcome, entry.Reason, entry.Said, entry.Id, link.Previous, link.Hash,
        ];
    }

    /// <summary>A spreadsheet would compute what begins like a formula, and people may have written it.</summary>
    private static string Cell(string? value)
    {
        if (value is null) return "";
        var safe = value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{value}" : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
