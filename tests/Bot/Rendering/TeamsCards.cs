using ChatOps.Bot.Cards;
using ChatOps.Tests.Bot.Cards;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>All the cards that the product makes, by the names of their snapshots.</summary>
internal static class TeamsCards
{
    public static IReadOnlyDictionary<string, Card> All { get; } = CardTests.Cards;
}
