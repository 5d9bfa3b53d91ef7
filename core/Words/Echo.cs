using System.Text;
using System.Text.RegularExpressions;

namespace ChatOps.Core.Words;

/// <summary>What somebody wrote, fit to stand in a sentence: on one line, short, with nothing in it that cannot be seen.</summary>
public static partial class Echo
{
    /// <summary>More of it says no more.</summary>
    public const int Longest = 60;

    [GeneratedRegex(@"\A(--)?[A-Za-z0-9][A-Za-z0-9@:=._-]*\z")]
    private static partial Regex PlainWord();

    /// <summary>To stand between quotation marks; "…" is where it was cut, "�" what cannot be shown.</summary>
    /// <param name="longest">In UTF-16 code units.</param>
    public static string Of(string text, int longest = Longest)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= longest) return shown.Append('…').ToString();
            if (Rune.IsWhiteSpace(rune)) shown.Append(' ');
            else shown.Append(Invisible.Is(rune) ? Rune.ReplacementChar : rune);
        }
        return shown.ToString();
    }

    /// <summary>Without quotation marks where it looks like a name anyway.</summary>
    public static string Name(string text) => text.Length <= Longest && PlainWord().IsMatch(text) ? text : $"\"{Of(text)}\"";
}
