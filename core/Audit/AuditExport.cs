using System.Globalization;
using System.Text.Json;
using ChatOps.Core.Words;

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
    public static IEnumerable<string> Header(AuditFormat format) => format == AuditFormat.Csv ? [Csv.Line(Columns)] : [];

    public static string Line(SealedEntry entry, AuditFormat format) => format switch
    {
        AuditFormat.Csv => Csv.Line(Cells(entry)),
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
}
