using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using ChatOps.Bot.Cards;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Rendering;

/// <summary>Draws a card as plain text, for transcripts and logs. Nothing is left out.</summary>
public static class TextRenderer
{
    public static string Render(Card card)
    {
        var text = new StringBuilder();
        text.Append(card.Tone.Mark()).Append(card.Title).Append('\n');
        foreach (var element in card.Body) text.Append(Indent(Render(element)));
        if (card.Form is { } form) text.Append(Indent(Render(form)));
        if (!card.Buttons.IsEmpty) text.Append(Indent(string.Join("  ", card.Buttons.Select(b => $"[{b.Label}]"))));
        return text.ToString();
    }

    private static string Render(CardElement element) => element switch
    {
        CardElement.Text text => text.Value,
        CardElement.Facts facts => Columns([.. facts.Items.Select(fact => ImmutableArray.Create(fact.Name, fact.Value))]),
        CardElement.Steps steps => Columns([.. steps.Items.Select(Row)]),
        CardElement.Table table => Columns([table.Columns, .. table.Rows]),
        CardElement.Code code => (code.Caption is { } caption ? caption + "\n" : "") + string.Join('\n', code.Value.Split('\n').Select(line => "| " + line)),
        CardElement.Chart chart => string.Join('\n', new[] { chart.Title, Columns([.. ChartRow.Of(chart).Select(Row)]) }.Where(text => text.Length > 0)),
        _ => throw new UnreachableException(),
    };

    internal static string Mark(StepState state) => state switch
    {
        StepState.Waiting => "·",
        StepState.Active => "◐",
        StepState.Done => "✓",
        StepState.Failed => "✗",
    };

    private static string Render(Form form) =>
        $"{Columns([.. form.Fields.Select(Row)])}\n[{form.Submit}]";

    private static ImmutableArray<string> Row(CardStep step) =>
        [$"{Mark(step.State)} {step.Label}", step.Elapsed is { } time ? Durations.Show(time) : ""];

    private static ImmutableArray<string> Row(FormField field) =>
        [$"{field.Label}:", field.Value.Length > 0 ? field.Value : "–", field.Choices.IsEmpty ? "" : $"({string.Join(", ", field.Choices)})"];

    internal static ImmutableArray<string> Row(ChartRow row) =>
        row.Series.Length > 0 ? [row.Series, row.Label, row.Bar, row.Value] : [row.Label, row.Bar, row.Value];

    /// <summary>Cells one under the other, each column as wide as its widest cell.</summary>
    internal static string Columns(ImmutableArray<ImmutableArray<string>> rows)
    {
        var count = rows.Select(row => row.Length).DefaultIfEmpty().Max();
        var widths = Enumerable.Range(0, count).Select(i => rows.Max(row => i < row.Length ? row[i].Length : 0)).ToList();
        return string.Join('\n', rows.Select(row => string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()));
    }

    private static string Indent(string text) => string.Concat(text.Split('\n').Select(line => $"  {line}".TrimEnd() + "\n"));
}
