using ChatOps.Bot.Cards;

namespace ChatOps.Bot.Rendering;

/// <summary>Draws a card as an Adaptive Card for Teams.</summary>
public static class AdaptiveCardRenderer
{
    /// <returns>The card as JSON in UTF-8, at most 80 KB.</returns>
    public static byte[] Render(Card card, AdaptivePlace place) => throw new NotImplementedException();
}
