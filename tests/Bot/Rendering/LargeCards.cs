using System.Collections.Immutable;
using ChatOps.Bot.Cards;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>Cards that no chat takes as they are, by what is too large.</summary>
public static class LargeCards
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("A word and another. ", 20_000));

    public static IReadOnlyDictionary<string, Card> All { get; } = new Dictionary<string, Card>
    {
        ["code of many lines"] = With(new CardElement.Code(string.Join('\n', Enumerable.Range(1, 20_000).Select(i => $"line {i} of the output")))),
        ["code of one line"] = With(new CardElement.Code(Long)),
        ["table"] = With(new CardElement.Table(["Machine", "State"], [.. Enumerable.Range(1, 5_000).Select(i => Row($"machine-{i}", "Running"))])),
        ["wide table"] = With(new CardElement.Table([.. Enumerable.Repeat("Column", 5_000)], [[.. Enumerable.Repeat("cell", 5_000)]])),
        ["text"] = With(new CardElement.Text(Long)),
        ["texts"] = With([.. Enumerable.Repeat(new CardElement.Text("Some words of no importance."), 5_000)]),
        ["facts"] = With(new CardElement.Facts([.. Enumerable.Repeat(new Fact("Name", "its value"), 5_000)])),
        ["steps"] = With(new CardElement.Steps([.. Enumerable.Repeat(new CardStep("Do it", StepState.Done, TimeSpan.FromSeconds(3)), 5_000)])),
        ["chart"] = With(new CardElement.Chart("Spent", ChartKind.Line, "USD", [Series(5_000)])),
        ["charts"] = With(new CardElement.Chart(Long, ChartKind.Bar, Long, [.. Enumerable.Repeat(Series(100), 500)])),
        ["title"] = new Card { Title = Long },
        ["signs of two halves"] = With(new CardElement.Text(string.Concat(Enumerable.Repeat("😀", 60_000)))),
        ["quotation marks"] = With(new CardElement.Code(new string('"', 60_000))),
        ["lines without words"] = With(new CardElement.Text(new string('\n', 60_000))),
        ["buttons"] = With() with { Buttons = [.. Enumerable.Repeat(new CardButton("Do", "do it"), 5_000)] },
        ["label"] = With() with { Buttons = [new CardButton(Long, "do it")] },
        ["form"] = With() with { Form = new Form("launch", "Launch", [new FormField("x", "X", "", [.. Enumerable.Repeat("choice", 10_000)])]) },
    };

    public static TheoryData<string> Names => [.. All.Keys];

    private static Card With(params CardElement[] body) => new() { Title = "Large", Body = [.. body] };

    private static ImmutableArray<string> Row(params string[] cells) => [.. cells];

    private static ChartSeries Series(int points) =>
        new("Team", [.. Enumerable.Range(0, points).Select(i => new ChartPoint($"2026-11-{i}", i))]);
}
