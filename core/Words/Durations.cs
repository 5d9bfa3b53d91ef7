using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatOps.Core.Words;

/// <summary>Reads and writes durations as people type them: <c>90m</c>, <c>4h</c>, <c>1h30m</c>, <c>4 hours</c>, <c>2d</c>.</summary>
public static partial class Durations
{
    [GeneratedRegex(@"^(?:\s*([0-9]+(?:\.[0-9]+)?)\s*(d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?))+\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();

    /// <summary>False when the text is not a duration or is longer than a year; a bare number is not one.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var match = Pattern().Match(text);
        if (!match.Success) return false;
        var (total, last) = (0.0, int.MaxValue);
        for (var i = 0; i < match.Groups[1].Captures.Count; i++)
        {
            var amount = double.Parse(match.Groups[1].Captures[i].Value, CultureInfo.InvariantCulture);
            var unit = char.ToLowerInvariant(match.Groups[2].Captures[i].Value[0]) switch { 'd' => 86400, 'h' => 3600, 'm' => 60, _ => 1 };
            // "4h 5h" is not nine hours but a slip.
            if (unit >= last) return false;
            (total, last) = (total + (amount * unit), unit);
        }
        if (total > TimeSpan.FromDays(366).TotalSeconds) return false;
        duration = TimeSpan.FromSeconds(total);
        return true;
    }

    /// <summary>For people, two units at most: "4 h", "1 h 30 min", "3 min 20 s", "45 s", "7 d".</summary>
    public static string Show(TimeSpan duration)
    {
        var seconds = (long)Math.Round(Math.Abs(duration.TotalSeconds));
        var (d, h, m, s) = (seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        if (d > 0) return h > 0 ? $"{d} d {h} h" : $"{d} d";
        if (h > 0) return m > 0 ? $"{h} h {m} min" : $"{h} h";
        if (m >= 10 || (m > 0 && s == 0)) return $"{m} min";
        return m > 0 ? $"{m} min {s} s" : $"{s} s";
    }

    /// <summary>As typed in a command: "4h", "1h30m", "90s".</summary>
    public static string Typed(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        var text = (h > 0 ? $"{h}h" : "") + (m > 0 ? $"{m}m" : "") + (s > 0 ? $"{s}s" : "");
        return text.Length == 0 ? "0m" : text;
    }
}
