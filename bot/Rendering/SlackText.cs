using System.Collections.Immutable;
using ChatOps.Bot.Rendering.BlockKit;

namespace ChatOps.Bot.Rendering;

/// <summary>
/// The one place where text becomes part of a message in Slack. It is told in runs of rich text and in plain text without emoji,
/// which know no markup, so that what people typed needs no escaping. Only a notification and code in small print are mrkdwn.
/// </summary>
internal static class SlackText
{
    /// <summary>In one block.</summary>
    public const int MostLetters = 3000;

    /// <summary>In one context block.</summary>
    private const int MostElements = 10;

    private static readonly RichTextStyle Bold = new() { Bold = true };

    private static readonly RichTextStyle Code = new() { Code = true };

    private static readonly RichTextStyle BoldCode = new() { Bold = true, Code = true };

    public static RichTextRun LineBreak { get; } = new("\n");

    /// <summary>For mrkdwn: what would begin a mention or a link.</summary>
    public static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>For mrkdwn, cut between letters so that no entity is torn.</summary>
    public static string Escaped(string text, int most)
    {
        var seen = SeenText.Of(text);
        for (var letters = most; ; letters--)
        {
            var escaped = Escaped(SeenText.Start(seen, letters));
            if (escaped.Length <= most) return escaped;
        }
    }

    /// <summary>Slack takes no empty text.</summary>
    public static string Shown(string text) => text.Length == 0 ? $"{SeenText.FixedSpace}" : text;

    public static PlainTextObject Plain(string text, int most = MostLetters) => new(Shown(SeenText.Start(SeenText.Of(text), most)));

    public static RichTextRun Run(string text, bool isBold = false) => new(Shown(text), isBold ? Bold : null);

    /// <param name="text">As it is seen. Words between backticks are something to type.</param>
    public static ImmutableArray<RichTextRun> Runs(string text, bool isBold = false) => text.Length == 0
        ? [Run(text, isBold)]
        : [.. SeenText.Parts(text).Select(part => part.IsTyped ? new RichTextRun(part.Text, isBold ? BoldCode : Code) : Run(part.Text, isBold))];

    /// <summary>Small print.</summary>
    /// <param name="text">As it is seen, at most as long as a block.</param>
    public static ImmutableArray<TextObject> Small(string text)
    {
        // With a space at its edge Slack would take the backticks for letters, and what is between them for markup.
        var parts = SeenText.Parts(text).Select(part => part.IsTyped && part.Text == part.Text.Trim()
            ? new MrkdwnObject($"`{Escaped(part.Text)}`")
            : (TextObject)new PlainTextObject(part.IsTyped ? $"`{part.Text}`" : part.Text)).ToImmutableArray();
        return parts.Length is 0 or > MostElements || parts.Any(part => part.Text.Length > MostLetters || string.IsNullOrWhiteSpace(part.Text))
            ? [new PlainTextObject(Shown(text))]
            : parts;
    }

    /// <summary>A text in pieces for several blocks, broken where a line ends, else between words, else anywhere but in a letter.</summary>
    /// <param name="text">As it is seen.</param>
    public static IEnumerable<string> Pieces(string text, int most = MostLetters)
    {
        var start = 0;
        while (text.Length - start > most)
        {
            var end = text.LastIndexOf('\n', start + most, most);
            if (end <= start) end = text.LastIndexOf(' ', start + most, most);
            var isBreak = end > start;
            if (!isBreak) end = start + (char.IsHighSurrogate(text[start + most - 1]) ? most - 1 : most);
            yield return text[start..end];
            start = isBreak ? end + 1 : end;
        }
        yield return text[start..];
    }
}
