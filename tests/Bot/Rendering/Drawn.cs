using System.Text.Json.Nodes;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>Cards drawn for Slack, as the JSON that is sent.</summary>
internal static class Drawn
{
    public static JsonArray Message(Card card, BlockKitLevel level = BlockKitLevel.Newest, string? key = null) =>
        Assert.IsType<JsonArray>(JsonNode.Parse(BlockKitRenderer.Render(card, new BlockKitPlace { Key = key, Level = level }).Blocks));

    public static JsonObject Modal(Card card) => Assert.IsType<JsonObject>(JsonNode.Parse(BlockKitRenderer.Modal(card, "metadata")));

    public static JsonObject Home(params Card[] cards) => Assert.IsType<JsonObject>(JsonNode.Parse(BlockKitRenderer.Home(cards)));

    public static JsonObject Block(JsonArray blocks, string id) =>
        Assert.Single(blocks.OfType<JsonObject>(), block => (string?)block["block_id"] == id);
}
