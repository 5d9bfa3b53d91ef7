using ChatOps.Bot.Rendering;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Tests.Bot.Rendering;

public sealed class AdaptiveCardReaderTests
{
    public static TheoryData<string> Names => [.. AllCards.All.Keys, .. AllCards.Made.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_Teams_shows_is_what_the_card_says(string name)
    {
        var card = AllCards.All.GetValueOrDefault(name) ?? AllCards.Made[name];

        var read = AdaptiveCardReader.Read(AdaptiveCardRenderer.Render(card, new AdaptivePlace()));

        Assert.Equal(TextRenderer.Render(card), TextRenderer.Render(read));
        Assert.Equal(card.Buttons.Select(button => button with { Ask = null }), read.Buttons);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"body":7}""")]
    [InlineData("""{"body":[{"type":"TextBlock","text":"no id"}]}""")]
    [InlineData("""{"body":[{"id":"title","style":"good","items":[]}]}""")]
    [InlineData("""{"body":[{"id":"facts-1","items":[{"columns":[]}]}]}""")]
    [InlineData("""{"body":[{"id":"steps-1","items":[{"type":"ColumnSet","columns":[]}]}]}""")]
    [InlineData("""{"body":[{"id":"table-1","rows":[]}]}""")]
    [InlineData("""{"body":[{"id":"code-1","items":[]}]}""")]
    [InlineData("""{"body":[{"id":"buttons-1","actions":[{"data":{"chatops":{}}}]}]}""")]
    [InlineData("""{"body":[{"id":"form","items":[]}]}""")]
    [InlineData("""{"body":[{"id":"chart-1","type":"Chart.Gauge","data":[]}]}""")]
    [InlineData("""{"body":[{"id":3}]}""")]
    public void What_is_no_card_of_ours_is_refused(string json) =>
        Assert.Throws<FormatException>(() => AdaptiveCardReader.Read(System.Text.Encoding.UTF8.GetBytes(json)));
}
