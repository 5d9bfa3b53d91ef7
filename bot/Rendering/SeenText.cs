using System.Text;
using System.Text.RegularExpressions;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Rendering;

/// <summary>Text as people see it, whatever the chat.</summary>
internal static partial class SeenText
{
    /// <summary>A space that is drawn where others are swallowed, or where something must stand.</summary>
    public const char FixedSpace = '\u00A0';

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Typed();

    /// <summary>Without what cannot be seen. Line breaks stay.</summary>
    public static string Of(string text)
    {
        var unified = text.ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal);
        if (Invisible.In(unified) is null) return unified;
        var seen = new StringBuilder(unified.Length);
        foreach (var rune in unified.EnumerateRunes()) seen.Append(rune.Value != '\n' && Invisible.Is(rune) ? Rune.ReplacementChar : rune);
        return seen.ToString();
    }

    /// <summary>At most so long. Half a pair is no letter.</summary>
    public static string Start(string text, int most)
    {
        if (text.Length <= most) return text;
        return $"{text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)]}…";
    }

    /// <summary>Words between backticks are something to type, and are drawn so. None of the parts is empty.</summary>
    public static IEnumerable<(string Text, bool IsTyped)> Parts(string text)
    {
        var at = 0;
        foreach (Match typed in Typed().Matches(text))
        {
            if (typed.Index > at) yield return (text[at..typed.Index], false);
            yield return (typed.Groups[1].Value, true);
            at = typed.Index + typed.Length;
        }
        if (at < text.Length) yield return (text[at..], false);
    }
}
