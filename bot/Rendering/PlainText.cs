using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ChatOps.Bot.Rendering.Adaptive;

namespace ChatOps.Bot.Rendering;

/// <summary>
/// The one place where text becomes part of an Adaptive Card. It is told in TextRuns, which know no Markdown, so that what
/// people typed needs no escaping. What is left to guard against are the functions for dates, and what nobody can see.
/// </summary>
internal static partial class PlainText
{
    /// <summary>Between braces, so that <c>{{DATE(…)}}</c> is read as it was written and not replaced.</summary>
    public const char Joiner = '\u2060';

    /// <summary>Of text that is nothing special.</summary>
    public static TextRun Look { get; } = new() { Text = "" };

    public static TextRun Subtle { get; } = new() { Text = "", IsSubtle = true };

    public static TextRun Strong { get; } = new() { Text = "", Weight = TextWeight.Bolder };

    public static TextRun Monospace { get; } = new() { Text = "", FontType = FontType.Monospace };

    /// <summary>At a line's start, and after another one.</summary>
    [GeneratedRegex("(?<=^| ) ", RegexOptions.Multiline)]
    private static partial Regex LostSpace();

    [GeneratedRegex(@"(?<=\{)(?=\{)")]
    private static partial Regex BetweenBraces();

    /// <summary>Of a column of names; what is longer than fits is wrapped.</summary>
    public static string WidthOf(int letters) => $"{Math.Clamp((letters * 7) + 8, 48, 160)}px";

    /// <summary>A block for each line; none for an empty text.</summary>
    /// <param name="look">Its text does not matter.</param>
    /// <param name="hasTyped">Words between backticks are something to type, and are drawn so.</param>
    public static ImmutableArray<Element> Blocks(string text, TextRun? look = null, bool hasTyped = false)
    {
        if (text.Length == 0) return [];
        var isFirst = true;
        var blocks = ImmutableArray.CreateBuilder<Element>();
        foreach (var line in SeenText.Of(text).Split('\n'))
        {
            blocks.Add(new RichTextBlock(Runs(line, look ?? Look, hasTyped)) { Spacing = isFirst ? null : Spacing.None });
            isFirst = false;
        }
        return blocks.ToImmutable();
    }

    /// <summary>One block, however many lines.</summary>
    public static RichTextBlock Block(string text, TextRun? look = null) => new([Run(SeenText.Of(text), look ?? Look)]);

    private static ImmutableArray<TextRun> Runs(string line, TextRun look, bool hasTyped)
    {
        if (!hasTyped || line.Length == 0) return [Run(line, look)];
        return [.. SeenText.Parts(line).Select(part => Run(part.Text, part.IsTyped ? look with { FontType = FontType.Monospace } : look))];
    }

    private static TextRun Run(string text, TextRun look) => look with
    {
        // An empty run would be dropped, and its line with it.
        Text = text.Length == 0
            ? $"{SeenText.FixedSpace}"
            : BetweenBraces().Replace(LostSpace().Replace(text, $"{SeenText.FixedSpace}"), $"{Joiner}"),
    };
}
