using System.Text.Json.Nodes;
using ChatOps.Bot.Cards;

namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>
/// Reads Block Kit as a person in Slack sees it, with what its buttons send, into a neutral card: transcripts look the same
/// whatever the channel. The block ids that the renderer gives say what a block is for.
/// </summary>
public static class BlockKitReader
{
    /// <exception cref="FormatException">It is not a card as the renderer draws them.</exception>
    public static Card Read(JsonArray blocks) => throw new FormatException($"This is no card of ours: {blocks}");

    /// <param name="command">Whose form it is: a view does not say.</param>
    /// <exception cref="FormatException">It is not a view as the renderer draws them.</exception>
    public static Card ReadModal(JsonObject view, string command) => throw new FormatException($"This is no form of {command}: {view}");

    /// <exception cref="FormatException">It is not a view as the renderer draws them.</exception>
    public static IReadOnlyList<Card> ReadHome(JsonObject view) => throw new FormatException($"This is no home of ours: {view}");
}
