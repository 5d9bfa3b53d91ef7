using System.Text;
using System.Text.Json;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>Whatever a card says, Teams takes it, and people see that something was left out.</summary>
public sealed class LargeCardTests
{
    [Theory]
    [MemberData(nameof(LargeCards.Names), MemberType = typeof(LargeCards))]
    public void Fits_into_a_message_and_says_that_it_is_short(string name)
    {
        var json = AdaptiveCardRenderer.Render(LargeCards.All[name], new AdaptivePlace { Key = "machine-1", Viewers = [.. Enumerable.Repeat("29:someone", 60)] });

        Assert.InRange(Encoding.Unicode.GetByteCount(Encoding.UTF8.GetString(json)), 1, AdaptiveCardRenderer.MostBytes);
        Assert.Matches("…|The rest is too long for a chat", TextRenderer.Render(AdaptiveCardReader.Read(json)));
    }

    [Theory]
    [InlineData("buttons", "… and 4940 more buttons.")]
    [InlineData("chart", "… and 4950 more values.")]
    [InlineData("form", "The rest is too long for a chat.")]
    public void Says_what_is_left_out(string name, string says)
    {
        var shown = TextRenderer.Render(AdaptiveCardReader.Read(AdaptiveCardRenderer.Render(LargeCards.All[name], new AdaptivePlace())));

        Assert.Contains(says, shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_an_output_the_last_lines_stay()
    {
        var shown = TextRenderer.Render(AdaptiveCardReader.Read(AdaptiveCardRenderer.Render(LargeCards.All["code of many lines"], new AdaptivePlace())));

        Assert.Contains("lines left out", shown, StringComparison.Ordinal);
        Assert.EndsWith("| line 20000 of the output\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_table_the_first_rows_stay_and_the_others_are_counted()
    {
        var shown = TextRenderer.Render(AdaptiveCardReader.Read(AdaptiveCardRenderer.Render(LargeCards.All["table"], new AdaptivePlace())));

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
}
