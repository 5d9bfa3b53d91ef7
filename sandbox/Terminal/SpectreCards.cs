using System.Diagnostics;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Words;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ChatOps.Sandbox.Terminal;

/// <summary>Draws cards for the terminal. What people typed is always escaped: to Spectre it is markup otherwise.</summary>
internal static class SpectreCards
{
    private const int Widest = 110;

    /// <param name="where">In which conversation it is, for the frame.</param>
    public static IRenderable Draw(Card card, string where)
    {
        var rows = new List<IRenderable>();
        foreach (var element in card.Body) rows.Add(Draw(element));
        if (card.Form is { } form) rows.Add(Fields(form));
        if (!card.Buttons.IsEmpty) rows.Add(new Markup(string.Join("  ", card.Buttons.Select(Button))));
        var title = new Markup($"[bold {Colour(card.Tone)}]{Markup.Escape(card.Tone.Mark() + card.Title)}[/]");
        if (HasLongLines(card)) return new Rows([new Markup($"[grey]── {Markup.Escape(where)}[/]"), title, .. rows]);
        return new Panel(new Rows([title, .. rows]))
        {
            Header = new PanelHeader($" [grey]{Markup.Escape(where)}[/] "),
            Border = BoxBorder.Rounded,
            BorderStyle = new Style(ToneColour(card.Tone)),
            Padding = new Padding(1, 0),
        };
    }

    public static int Width(int terminal) => Math.Min(terminal, Widest);

    /// <summary>Commands that would not fit into a frame: they are printed without one and unbroken, so that they can be copied.</summary>
    public static bool HasLongLines(Card card) =>
        card.Body.OfType<CardElement.Code>().Any(code => code.Value.Split('\n').Any(line => line.Length > Widest - 4));

    private static IRenderable Draw(CardElement element) => element switch
    {
        CardElement.Text { Style: TextStyle.Subtle } text => new Markup($"[grey]{Markup.Escape(text.Value)}[/]"),
        CardElement.Text { Style: TextStyle.Strong } text => new Markup($"[bold]{Markup.Escape(text.Value)}[/]"),
        CardElement.Text text => new Text(text.Value),
        CardElement.Facts facts => Grid(facts.Items.Select(f => new[] { $"[grey]{Markup.Escape(f.Name)}[/]", Markup.Escape(f.Value) })),
        CardElement.Steps steps => Grid(steps.Items.Select(Step)),
        CardElement.Table table => Draw(table),
        CardElement.Code code => Draw(code),
        CardElement.Chart chart => Draw(chart),
        _ => throw new UnreachableException(),
    };

    private static string[] Step(CardStep step)
    {
        var (mark, colour) = step.State switch
        {
            StepState.Waiting => ("·", "grey"),
            StepState.Active => ("◐", "aqua"),
            StepState.Done => ("✓", "green"),
            StepState.Failed => ("✗", "red"),
        };
        return [$"[{colour}]{mark} {Markup.Escape(step.Label)}[/]", step.Elapsed is { } elapsed ? $"[grey]{Durations.Show(elapsed)}[/]" : ""];
    }

    private static Rows Draw(CardElement.Code code)
    {
        var value = new Text(code.Value, new Style(Color.Aqua));
        return code.Caption is { } caption ? new Rows(new Markup($"[grey]{Markup.Escape(caption)}[/]"), value) : new Rows(value);
    }

    private static Rows Draw(CardElement.Chart chart)
    {
        var heading = new Markup($"[bold]{Markup.Escape(chart.Title)}[/]");
        var rows = ChartRow.Of(chart).Select(row => new[]
        {
            Markup.Escape(row.Series.Length > 0 ? $"{row.Series}  {row.Label}" : row.Label),
            $"[aqua]{row.Bar}[/]",
            Markup.Escape(row.Value),
        }).ToList();
        return rows.Count == 0 ? new Rows(heading) : new Rows(heading, Grid(rows));
    }

    private static Table Draw(CardElement.Table table)
    {
        var drawn = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var column in table.Columns) drawn.AddColumn(new TableColumn($"[grey]{Markup.Escape(column)}[/]").PadRight(2));
        foreach (var row in table.Rows) drawn.AddRow([.. row.Select(cell => new Text(cell))]);
        return drawn;
    }

    private static Grid Fields(Form form) =>
        Grid(form.Fields.Select(f => new[]
        {
            $"[grey]{Markup.Escape(f.Label)}[/]",
            Markup.Escape(f.Value.Length > 0 ? f.Value : "–"),
            f.Choices.IsEmpty ? "" : $"[grey]{Markup.Escape(string.Join(", ", f.Choices))}[/]",
        }));

    private static Grid Grid(IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        var grid = new Grid();
        foreach (var _ in all[0]) grid.AddColumn(new GridColumn().PadLeft(0).PadRight(2));
        foreach (var row in all) grid.AddRow([.. row.Select(cell => new Markup(cell))]);
        return grid;
    }

    private static string Button(CardButton button) => button.Style switch
    {
        ButtonStyle.Primary => $"[black on aqua] {Markup.Escape(button.Label)} [/]",
        ButtonStyle.Danger => $"[white on maroon] {Markup.Escape(button.Label)} [/]",
        ButtonStyle.Plain => $"[black on silver] {Markup.Escape(button.Label)} [/]",
    };

    private static string Colour(Tone tone) => ToneColour(tone).ToMarkup();

    private static Color ToneColour(Tone tone) => tone switch
    {
        Tone.Plain => Color.Silver,
        Tone.Progress => Color.Aqua,
        Tone.Good => Color.Green,
        Tone.Warning => Color.Yellow,
        Tone.Bad => Color.Red,
    };
}
