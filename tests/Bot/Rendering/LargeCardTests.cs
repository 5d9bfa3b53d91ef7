using System.Text;
using System.Text.Json;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>Whatever a card says, Teams takes it, and people see that something was left out.</summary>
public sealed class LargeCardTests
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("A word and another. ", 20_000));

    private static readonly Dictionary<string, Card> Cards = new()
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

    public static TheoryData<string> Names => [.. Cards.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Fits_into_a_message_and_says_that_it_is_short(string name)
    {
        var json = AdaptiveCardRenderer.Render(Cards[name], new AdaptivePlace { Key = "machine-1", Viewers = [.. Enumerable.Repeat("29:someone", 60)] });

        Assert.InRange(Encoding.Unicode.GetByteCount(Encoding.UTF8.GetString(json)), 1, AdaptiveCardRenderer.MostBytes);
        Assert.Matches("…|The rest is too long for a chat", TextRenderer.Render(AdaptiveCardReader.Read(json)));
    }

    [Theory]
    [InlineData("buttons", "… and 4940 more buttons.")]
    [InlineData("chart", "… and 4950 more values.")]
    [InlineData("form", "The rest is too long for a chat.")]
    public void Says_what_is_left_out(string name, string says)
    {
        var shown = TextRenderer.Render(AdaptiveCardReader.Read(AdaptiveCardRenderer.Render(Cards[name], new AdaptivePlace())));

        Assert.Contains(says, shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_an_output_the_last_lines_stay()
    {
        var shown = TextRenderer.Render(AdaptiveCardReader.Read(AdaptiveCardRenderer.Render(Cards["code of many lines"], new AdaptivePlace())));

        Assert.Contains("lines left out", shown, StringComparison.Ordinal);
        Assert.EndsWith("| line 20000 of the output\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_table_the_first_rows_stay_and_the_others_are_counted()
    {
        var shown = TextRenderer.Render(AdaptiveCardReader.Read(AdaptiveCardRenderer.Render(Cards["table"], new AdaptivePlace())));

        Assert.Contains("machine-1 ", shown, StringComparison.Ordinal);
        Assert.Contains("… and 4900 more rows.", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("half a pair: \ud83d")]
    [InlineData("half a pair: \ude00 and more")]
    [InlineData("\0 and \u0007 and \u001b[31m")]
    [InlineData("\u202eevil\u2066 \u200f")]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    public void Any_text_can_be_written(string text)
    {
        var card = new Card { Title = text }
            .Add(new CardElement.Text(text))
            .Add(new CardElement.Code(text, text))
            .Add(new CardElement.Table([text], [[text]]))
            .Add(new CardElement.Facts([]))
            .Add(new CardElement.Steps([]))
            .Add(new CardElement.Chart(text, ChartKind.Donut, text, []))
            .Add(new CardButton(text, text));

        using var json = JsonDocument.Parse(AdaptiveCardRenderer.Render(card, new AdaptivePlace()));

        Assert.Equal(card.Body.Length, AdaptiveCardReader.Read(json.RootElement).Body.Length);
    }

    private static Card With(params CardElement[] body) => new() { Title = "Large", Body = [.. body] };

    private static System.Collections.Immutable.ImmutableArray<string> Row(params string[] cells) => [.. cells];

    private static ChartSeries Series(int points) =>
        new("Team", [.. Enumerable.Range(0, points).Select(i => new ChartPoint($"2026-11-{i}", i))]);
}
