using ChatOps.Bot.Rendering;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Tests.Bot.Rendering;

public sealed class AdaptiveCardReaderTests
{
    public static TheoryData<string> Names => [.. TeamsCards.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_Teams_shows_is_what_the_card_says(string name)
    {
        var card = TeamsCards.All[name];

        var read = AdaptiveCardReader.Read(AdaptiveCardRenderer.Render(card, new AdaptivePlace()));

        Assert.Equal(TextRenderer.Render(card), TextRenderer.Render(read));
        Assert.Equal(card.Buttons, read.Buttons);
    }
}
