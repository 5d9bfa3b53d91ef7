using System.Collections.Immutable;
using System.Diagnostics;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering.Adaptive;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Rendering;

/// <summary>Each neutral element as elements of an Adaptive Card. Its id says what it is: "facts-2" is the second in the body.</summary>
internal static class AdaptiveElements
{
    /// <summary>Between two columns of a table, in letters.</summary>
    private const int Padding = 3;

    public static Element Draw(CardElement element, int number) => element switch
    {
        CardElement.Text text => Draw(text) with { Id = $"text-{number}" },
        CardElement.Facts facts => Draw(facts) with { Id = $"facts-{number}" },
        CardElement.Steps steps => Draw(steps) with { Id = $"steps-{number}", Spacing = Spacing.Medium },
        CardElement.Table table => Draw(table) with { Id = $"table-{number}" },
        CardElement.Code code => Draw(code) with { Id = $"code-{number}" },
        CardElement.Chart chart => AdaptiveCharts.Draw(chart) with { Id = $"chart-{number}", Spacing = Spacing.Medium },
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
            TextStyle.Subtle => PlainText.Subtle,
            TextStyle.Strong => PlainText.Strong,
        };
        return new Container(PlainText.Blocks(text.Value, look, hasTyped: true));
    }

    /// <summary>Rows of two columns. A FactSet would read its texts as Markdown.</summary>
    private static Container Draw(CardElement.Facts facts)
    {
        var width = PlainText.WidthOf(facts.Items.Select(fact => fact.Name.Length).DefaultIfEmpty().Max());
        return new Container([.. facts.Items.Select((fact, i) => Row(fact, width, i))]);
    }

    private static ColumnSet Row(Fact fact, string width, int i) =>
        new([new Column(width, PlainText.Blocks(fact.Name, PlainText.Subtle)), new Column("stretch", PlainText.Blocks(fact.Value, hasTyped: true))])
        {
            Spacing = i == 0 ? null : Spacing.Small,
        };

    /// <summary>In columns of text, which every host draws; Teams' ProgressBar is drawn by few.</summary>
    private static Container Draw(CardElement.Steps steps) => new([.. steps.Items.Select(Row)]);

    private static ColumnSet Row(CardStep step, int i)
    {
        var (mark, look) = step.State switch
        {
            StepState.Waiting => ("·", PlainText.Subtle),
            StepState.Active => ("◐", PlainText.Strong with { Color = TextColor.Accent }),
            StepState.Done => ("✓", PlainText.Strong with { Color = TextColor.Good }),
            StepState.Failed => ("✗", PlainText.Strong with { Color = TextColor.Attention }),
        };
        var label = step.State == StepState.Active ? PlainText.Strong : step.State == StepState.Waiting ? PlainText.Subtle : null;
        return new ColumnSet(
        [
            new Column("20px", PlainText.Blocks(mark, look)),
            new Column("stretch", PlainText.Blocks(step.Label, label)) { Spacing = Spacing.None },
            new Column("auto", step.Elapsed is { } time ? PlainText.Blocks(Durations.Show(time), PlainText.Subtle) : []),
        ])
        {
            Spacing = i == 0 ? null : Spacing.Small,
        };
    }

    private static Table Draw(CardElement.Table table) => new(
        [.. table.Columns.Select((name, i) => new TableColumn(Width([name, .. table.Rows.Select(row => row.ElementAtOrDefault(i) ?? "")])))],
        [new TableRow([.. table.Columns.Select(name => Cell(name, PlainText.Strong))]), .. table.Rows.Select(Row)]);

    private static TableRow Row(ImmutableArray<string> cells) => new([.. cells.Select(cell => Cell(cell, null))]);

    private static TableCell Cell(string text, TextRun? look) => new(PlainText.Blocks(text, look, hasTyped: look is null));

    /// <summary>In letters: room for the longest word, so that none is broken, and some of what the longest cell has beyond that.</summary>
    private static int Width(ImmutableArray<string> cells)
    {
        var word = Math.Min(30, cells.Max(cell => cell.Split(' ', '-', '\n').Max(part => part.Length)));
        var cell = Math.Min(60, cells.Max(cell => cell.Length));
        return Padding + word + Math.Max(0, (cell - word) / 3);
    }

    private static Container Draw(CardElement.Code code)
    {
        var value = SeenText.Of(code.Value);
        var block = new CodeBlock(value)
        {
            Spacing = Spacing.Small,
            Fallback = new Container([PlainText.Block(value, PlainText.Monospace)]) { Style = ContainerStyle.Emphasis, Spacing = Spacing.Small },
        };
        return new Container(code.Caption is { } caption ? [.. PlainText.Blocks(caption, PlainText.Subtle), block] : [block]);
    }
}
