using System.Globalization;
using System.Text;

namespace ChatOps.Core.Words;

/// <summary>Characters that nobody sees but that change what is read: control characters, text direction, zero width, half a pair.</summary>
public static class Invisible
{
    /// <summary>The first one but line breaks and tabs, as "U+202E"; null when all of the text can be seen.</summary>
    public static string? In(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune)) return $"U+{(int)text[i]:X4}";
            if (rune.Value is not ('\n' or '\r' or '\t') && Is(rune)) return $"U+{rune.Value:X4}";
            i += rune.Utf16SequenceLength;
        }
        return null;
    }

    public static bool Is(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
