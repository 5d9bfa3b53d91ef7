using System.Collections.Immutable;
using System.Diagnostics;
using ChatOps.Bot.Cards;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Rendering;

/// <summary>A card cut down for a chat that limits its messages. Each cut says what is missing.</summary>
internal static class ShortCard
{
    private const int MostColumns = 20;

    private static readonly Limits[] Steps =
    [
        new(Rows: 100, Lines: 150, Letters: 4000, Elements: 60),
        new(Rows: 50, Lines: 60, Letters: 2000, Elements: 40),
        new(Rows: 25, Lines: 30, Letters: 1000, Elements: 20),
        new(Rows: 10, Lines: 12, Letters: 300, Elements: 12),
        new(Rows: 5, Lines: 5, Letters: 100, Elements: 6),
        new(Rows: 2, Lines: 2, Letters: 40, Elements: 3),
    ];

    /// <param name="step">From 0; each cuts more than the one before. The last ones leave the title and a remark, which always fits.</param>
    public static Card Of(Card card, int step)
    {
        if (step >= Steps.Length)
            return new Card { Title = Start(card.Title, 200), Tone = card.Tone }
                .Add(new CardElement.Text("The rest is too long for a chat.", TextStyle.Subtle));
        var limits = Steps[step];
        var cut = card with
        {
            Title = Start(card.Title, limits.Letters),
            Body = [.. card.Body.Take(limits.Elements).SelectMany(element => Of(element, limits))],
            Buttons = [.. card.Buttons.Take(limits.Elements).Select(button => button with { Label = Start(button.Label, limits.Letters) })],
        };
        if (card.Body.Length > limits.Elements) cut = cut.Add(More(card.Body.Length - limits.Elements, "part"));
        return card.Buttons.Length > limits.Elements ? cut.Add(More(card.Buttons.Length - limits.Elements, "button")) : cut;
    }

    private static IEnumerable<CardElement> Of(CardElement element, Limits limits) => element switch
    {
        CardElement.Text text => [text with { Value = Start(text.Value, limits.Letters) }],
        CardElement.Code code => [Of(code, limits)],
        CardElement.Facts facts => Cut(facts.Items, limits.Rows, "fact", items =>
            facts with { Items = [.. items.Select(fact => new Fact(Start(fact.Name, limits.Letters), Start(fact.Value, limits.Letters)))] }),
        CardElement.Steps steps => Cut(steps.Items, limits.Rows, "step", items =>
            steps with { Items = [.. items.Select(item => item with { Label = Start(item.Label, limits.Letters) })] }),
        CardElement.Table table => Cut(table.Rows, limits.Rows, "row", rows => Of(table with { Rows = rows }, limits.Letters))
            .Concat(table.Columns.Length > MostColumns ? [More(table.Columns.Length - MostColumns, "column")] : []),
        CardElement.Chart chart => Short(chart, limits),
        _ => throw new UnreachableException(),
    };

    private static IEnumerable<CardElement> Cut<T>(ImmutableArray<T> all, int most, string what, Func<ImmutableArray<T>, CardElement> draw)
    {
        yield return draw([.. all.Take(most)]);
        if (all.Length > most) yield return More(all.Length - most, what);
    }

    private static CardElement.Table Of(CardElement.Table table, int letters) => new(
        [.. table.Columns.Take(MostColumns).Select(name => Start(name, letters))],
        [.. table.Rows.Select(row => row.Take(MostColumns).Select(cell => Start(cell, letters)).ToImmutableArray())]);

    private static IEnumerable<CardElement> Short(CardElement.Chart chart, Limits limits)
    {
        var cut = Of(chart, limits);
        yield return cut;
        var left = chart.Series.Sum(series => series.Points.Length) - cut.Series.Sum(series => series.Points.Length);
        if (left > 0) yield return More(left, "value");
    }

    private static CardElement.Chart Of(CardElement.Chart chart, Limits limits) => chart with
    {
        Title = Start(chart.Title, limits.Letters),
        Unit = Start(chart.Unit, limits.Letters),
        Series = [.. chart.Series.Take(limits.Rows).Select(series => new ChartSeries(
            Start(series.Name, limits.Letters),
            [.. series.Points.TakeLast(limits.Rows).Select(point => point with { Label = Start(point.Label, limits.Letters) })]))],
    };

    /// <summary>Its last lines: of an output they say what went wrong.</summary>
    private static CardElement.Code Of(CardElement.Code code, Limits limits)
    {
        var lines = code.Value.Split('\n');
        var kept = lines.TakeLast(limits.Lines).Select(line => Start(line, limits.Letters));
        var left = lines.Length - limits.Lines;
        var value = string.Join('\n', left > 0 ? kept.Prepend($"… {Plural.Of(left, "line")} left out") : kept);
        return new CardElement.Code(value, code.Caption is { } caption ? Start(caption, limits.Letters) : null);
    }

    internal static CardElement.Text More(int count, string what) => new($"… and {Plural.Of(count, $"more {what}")}.", TextStyle.Subtle);

    /// <summary>Half a pair is no letter.</summary>
    private static string Start(string text, int most)
    {
        if (text.Length <= most) return text;
        return $"{text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)]}…";
    }

    /// <param name="Rows">Of a table, facts or steps.</param>
    /// <param name="Lines">Of code.</param>
    /// <param name="Letters">Of one text, cell, line or label.</param>
    private sealed record Limits(int Rows, int Lines, int Letters, int Elements);
}
