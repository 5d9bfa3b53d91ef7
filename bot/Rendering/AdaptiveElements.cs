using System.Collections.Immutable;
using System.Diagnostics;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering.Adaptive;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Rendering;

/// <summary>Each neutral element as elements of an Adaptive Card. Its id says what it is: "facts-2" is the second in the body.</summary>
internal static class AdaptiveElements
{
    private static readonly TextRun Subtle = new() { Text = "", IsSubtle = true };
    private static readonly TextRun Strong = new() { Text = "", Weight = TextWeight.Bolder };
    private static readonly TextRun Monospace = new() { Text = "", FontType = FontType.Monospace };

    public static Element Draw(CardElement element, int number) => element switch
    {
        CardElement.Text text => Draw(text) with { Id = $"text-{number}" },
        CardElement.Facts facts => Draw(facts) with { Id = $"facts-{number}" },
        CardElement.Steps steps => Draw(steps) with { Id = $"steps-{number}" },
        CardElement.Table table => Draw(table) with { Id = $"table-{number}" },
        CardElement.Code code => Draw(code) with { Id = $"code-{number}" },
        _ => throw new UnreachableException(),
    };

    /// <summary>The title on a band in its tone's colour.</summary>
    public static Container Title(Card card)
    {
        var text = new TextRun { Text = "", Size = TextSize.Medium, Weight = TextWeight.Bolder };
        return new Container(PlainText.Blocks(card.Tone.Mark() + card.Title, text)) { Id = "title", Style = Style(card.Tone), Bleed = true };
    }

    private static ContainerStyle Style(Tone tone) => tone switch
    {
        Tone.Plain => ContainerStyle.Emphasis,
        Tone.Progress => ContainerStyle.Accent,
        Tone.Good => ContainerStyle.Good,
        Tone.Warning => ContainerStyle.Warning,
        Tone.Bad => ContainerStyle.Attention,
    };

    private static Container Draw(CardElement.Text text)
    {
        var look = text.Style switch
        {
            TextStyle.Plain => PlainText.Look,
            TextStyle.Subtle => Subtle,
            TextStyle.Strong => Strong,
        };
        return new Container(PlainText.Blocks(text.Value, look, hasTyped: true));
    }

    /// <summary>Rows of two columns. A FactSet would read its texts as Markdown.</summary>
    private static Container Draw(CardElement.Facts facts)
    {
        // Segoe UI at 14 px is about 7 px a letter; what is longer wraps.
        var longest = facts.Items.Max(fact => fact.Name.Length);
        var width = $"{Math.Clamp((longest * 7) + 8, 48, 160)}px";
        return new Container([.. facts.Items.Select((fact, i) => Row(fact, width, i))]);
    }

    private static ColumnSet Row(Fact fact, string width, int i) =>
        new([new Column(width, PlainText.Blocks(fact.Name, Subtle)), new Column("stretch", PlainText.Blocks(fact.Value, hasTyped: true))])
        {
            Spacing = i == 0 ? null : Spacing.Small,
        };

    /// <summary>In columns of text, which every host draws; Teams' ProgressBar is drawn by few.</summary>
    private static Container Draw(CardElement.Steps steps) => new([.. steps.Items.Select(Row)]);

    private static ColumnSet Row(CardStep step, int i)
    {
        var (mark, look) = step.State switch
        {
            StepState.Waiting => ("·", Subtle),
            StepState.Active => ("◐", Strong with { Color = TextColor.Accent }),
            StepState.Done => ("✓", Strong with { Color = TextColor.Good }),
            StepState.Failed => ("✗", Strong with { Color = TextColor.Attention }),
        };
        var label = step.State == StepState.Active ? Strong : step.State == StepState.Waiting ? Subtle : null;
        return new ColumnSet(
        [
            new Column("20px", PlainText.Blocks(mark, look)),
            new Column("stretch", PlainText.Blocks(step.Label, label)) { Spacing = Spacing.None },
            new Column("auto", step.Elapsed is { } time ? PlainText.Blocks(Durations.Show(time), Subtle) : []),
        ])
        {
            Spacing = i == 0 ? null : Spacing.Small,
        };
    }

    private static Table Draw(CardElement.Table table) => new(
        [.. table.Columns.Select((name, i) => new TableColumn(Width([name, .. table.Rows.Select(row => row.ElementAtOrDefault(i) ?? "")])))],
        [new TableRow([.. table.Columns.Select(name => Cell(name, Strong))]), .. table.Rows.Select(Row)]);

    private static TableRow Row(ImmutableArray<string> cells) => new([.. cells.Select(cell => Cell(cell, null))]);

    private static TableCell Cell(string text, TextRun? look) => new(PlainText.Blocks(text, look, hasTyped: look is null));

    /// <summary>By the longest cell, so that names are rarely broken; sentences wrap.</summary>
    private static int Width(IEnumerable<string> cells) => Math.Clamp(cells.Max(cell => cell.Length), 4, 30);

    private static Container Draw(CardElement.Code code)
    {
        var value = PlainText.Seen(code.Value);
        var block = new CodeBlock(value)
        {
            Spacing = Spacing.Small,
            Fallback = new Container([PlainText.Block(value, Monospace)]) { Style = ContainerStyle.Emphasis, Spacing = Spacing.Small },
        };
        return new Container(code.Caption is { } caption ? [.. PlainText.Blocks(caption, Subtle), block] : [block]);
    }
}
