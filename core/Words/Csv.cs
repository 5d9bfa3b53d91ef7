namespace ChatOps.Core.Words;

/// <summary>Lines for a spreadsheet, by RFC 4180.</summary>
public static class Csv
{
    /// <summary>How a line ends.</summary>
    public const string NewLine = "\r\n";

    public static string Line(IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell));

    /// <summary>A spreadsheet would compute what begins like a formula, and people may have written it.</summary>
    private static string Cell(string? value)
    {
        if (value is null) return "";
        var safe = value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{value}" : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
