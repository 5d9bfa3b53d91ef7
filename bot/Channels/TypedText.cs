using System.Text;
using System.Text.RegularExpressions;

namespace ChatOps.Bot.Channels;

/// <summary>What somebody typed, as a keyboard has it: phones and chats make it prettier.</summary>
internal static partial class TypedText
{
    /// <summary>A phone makes one dash of two.</summary>
    [GeneratedRegex(@"(?<=\A|\s)[\u2012-\u2015](?=[A-Za-z])")]
    private static partial Regex OptionDash();

    /// <summary>Quotes, dashes and spaces are plain ones; what only says where a line may be broken is left out.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\u00AD' or '\u200B' or '\u2060' or '\uFEFF') continue;
            plain.Append(c switch
            {
                '\u201C' or '\u201D' or '\u201E' or '\u201F' or '\u00AB' or '\u00BB' => '"',
                '\u2018' or '\u2019' or '\u201A' or '\u201B' => '\'',
                _ when char.IsWhiteSpace(c) => ' ',
                _ => c,
            });
        }
        return OptionDash().Replace(plain.ToString(), "--").Trim();
    }
}
