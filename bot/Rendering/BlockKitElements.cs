using System.Collections.Immutable;
using System.Diagnostics;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering.BlockKit;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Rendering;

/// <summary>
/// Each neutral element as blocks. Their ids say what they are: "facts-2" is the second in the body, and "facts-2-2" what of it
/// had no room in one block.
/// </summary>
internal static class BlockKitElements
{
    private const int LongestHeader = 150;

    /// <summary>Of a fact's name, a step's label and a caption, so that there is room for the rest.</summary>
    private const int LongestName = 1000;

    /// <summary>Of a table that is drawn in letters.</summary>
    private const int LongestCell = 200;

    /// <summary>Between a name and its value, and before the time that a step takes.</summary>
    private const string Gap = "  ";

    /// <param name="drawn">What is drawn already: some blocks are taken only once or twice in a message.</param>
    public static IEnumerable<Block> Draw(CardElement element, int number, BlockKitLevel level, Card card, IReadOnlyCollection<Block> drawn) => element switch
    {
        CardElement.Text text => Numbered($"text-{number}", Draw(text)),
        CardElement.Facts facts => Numbered($"facts-{number}", Lines(facts.Items.SelectMany(Lines))),
        CardElement.Steps steps => Numbered($"steps-{number}", Lines(steps.Items.Select(Line))),
        CardElement.Table table => Numbered($"table-{number}", BlockKitTables.Draw(table, level, card.Title, drawn)),
        CardElement.Code code => Numbered($"code-{number}", Framed(code.Caption, code.Value)),
        CardElement.Chart chart => Numbered($"chart-{number}", BlockKitCharts.Draw(chart, level, drawn)),
        _ => throw new UnreachableException(),
    };

    /// <summary>What is longer than a header goes on below it.</summary>
    public static IEnumerable<Block> Title(Card card)
    {
        var title = SeenText.Of(card.Tone.Mark() + card.Title);
        if (title.Length <= LongestHeader) return Numbered("title", [new HeaderBlock(SlackText.Plain(title))]);
        var header = SlackText.Pieces(title, LongestHeader).First();
        return Numbered("title", [new HeaderBlock(SlackText.Plain(header)), .. Rich(title[header.Length..], isBold: true)]);
    }

    /// <summary>Lines in a frame, below what they are.</summary>
    public static IEnumerable<Block> Framed(string? caption, string value)
    {
        ImmutableArray<RichTextPart> above = caption is null ? [] : [new RichTextSection(SlackText.Runs(SeenText.Start(SeenText.Of(caption), LongestName)))];
        foreach (var piece in SlackText.Pieces(SeenText.Of(value), SlackText.MostLetters - (caption is null ? 0 : LongestName)))
        {
            yield return new RichTextBlock([.. above, new RichTextPreformatted([SlackText.Run(piece)])]);
            above = [];
        }
    }

    /// <summary>Cells one under the other. A broken line would end its row, and one endless cell would widen all the others.</summary>
    public static string Columns(ImmutableArray<ImmutableArray<string>> rows) => TextRenderer.Columns(
        [.. rows.Select(row => row.Select(cell => SeenText.Start(SeenText.Of(cell).Replace('\n', ' '), LongestCell)).ToImmutableArray())]);

    /// <summary>"title", then "title-2".</summary>
    private static IEnumerable<Block> Numbered(string id, IEnumerable<Block> blocks) =>
        blocks.Select((block, i) => block with { BlockId = i == 0 ? id : $"{id}-{i + 1}" });

    private static IEnumerable<Block> Draw(CardElement.Text text) => text.Style == TextStyle.Subtle
        ? SlackText.Pieces(SeenText.Of(text.Value)).Select(piece => new ContextBlock(SlackText.Small(piece)))
        : Rich(SeenText.Of(text.Value), text.Style == TextStyle.Strong);

    private static IEnumerable<Block> Rich(string text, bool isBold) =>
        SlackText.Pieces(text).Select(piece => new RichTextBlock([new RichTextSection(SlackText.Runs(piece, isBold))]));

    /// <summary>The name is bold, and nothing else; a very long value goes on in lines of its own.</summary>
    private static IEnumerable<ImmutableArray<RichTextRun>> Lines(Fact fact)
    {
        var name = SlackText.Run(SeenText.Start(SeenText.Of(fact.Name), LongestName), isBold: true);
        if (fact.Value.Length == 0) return [[name]];
        return SlackText.Pieces(SeenText.Of(fact.Value), SlackText.MostLetters - LongestName - Gap.Length)
            .Select((piece, i) => i == 0 ? SlackText.Runs(Gap + piece).Insert(0, name) : SlackText.Runs(piece));
    }

    private static ImmutableArray<RichTextRun> Line(CardStep step)
    {
        var mark = SlackText.Run($"{TextRenderer.Mark(step.State)} ");
        var label = SlackText.Run(SeenText.Start(SeenText.Of(step.Label), LongestName), isBold: step.State == StepState.Active);
        return step.Elapsed is { } time ? [mark, label, SlackText.Run(Gap + Durations.Show(time))] : [mark, label];
    }

    /// <summary>As many as fit into a block, then the next one.</summary>
    private static IEnumerable<Block> Lines(IEnumerable<ImmutableArray<RichTextRun>> lines)
    {
        var (runs, letters) = (ImmutableArray.CreateBuilder<RichTextRun>(), 0);
        foreach (var line in lines)
        {
            var more = line.Sum(run => run.Text.Length) + 1;
            if (letters > 0 && letters + more > SlackText.MostLetters)
            {
                yield return new RichTextBlock([new RichTextSection(runs.DrainToImmutable())]);
                letters = 0;
            }
            if (letters > 0) runs.Add(SlackText.LineBreak);
            runs.AddRange(line);
            letters += more;
        }
        if (letters > 0) yield return new RichTextBlock([new RichTextSection(runs.DrainToImmutable())]);
    }
}
