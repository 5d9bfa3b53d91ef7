using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOps.Bot.Cards;

namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>
/// Reads Block Kit as a person in Slack sees it, with what its buttons send, into a neutral card: transcripts look the same
/// whatever the channel. The block ids that the renderer gives say what a block is for.
/// </summary>
public static partial class BlockKitReader
{
    /// <summary>"card-2-facts-3-2": of the second card, the third element, its second block.</summary>
    [GeneratedRegex(@"^(?:card-(?<card>\d+)-)?(?<kind>[a-z]+)(?:-(?<number>\d+))?(?:-(?<part>\d+))?$")]
    private static partial Regex Id();

    /// <exception cref="FormatException">It is not a card as the renderer draws them.</exception>
    public static Card Read(JsonArray blocks) => Strictly(blocks, () =>
    {
        if (blocks.Count == 0 || Kind(Block(blocks[0])) != "title") throw new FormatException("It has no title.");
        return blocks.Aggregate(new Card { Title = "" }, (card, block) => Add(card, Block(block)));
    });

    /// <param name="command">Whose form it is: a view does not say.</param>
    /// <exception cref="FormatException">It is not a view as the renderer draws them.</exception>
    public static Card ReadModal(JsonObject view, string command) => Strictly(view, () =>
    {
        var blocks = Blocks(view, "modal");
        var card = new Card { Title = BlockKitText.Plain(view["title"]) };
        var fields = ImmutableArray.CreateBuilder<FormField>();
        foreach (var block in blocks.Select(Block))
        {
            if (BlockKitText.Of(block, "type") == "input") fields.Add(BlockKitControls.Field(block));
            // The bar had no room for all of it.
            else card = Add(card, block);
        }
        return card with { Form = new Form(command, BlockKitText.Plain(view["submit"]), fields.ToImmutable()) };
    });

    /// <exception cref="FormatException">It is not a view as the renderer draws them.</exception>
    public static IReadOnlyList<Card> ReadHome(JsonObject view) => Strictly(view, () =>
    {
        var cards = new List<Card>();
        foreach (var block in Blocks(view, "home").Select(Block))
        {
            if (BlockKitText.Of(block, "type") == "divider") continue;
            if (Kind(block) == "more") cards[^1] = cards[^1].Add(Text(block));
            else if (Match(block).Groups["card"].Value == $"{cards.Count}") cards[^1] = Add(cards[^1], block);
            else cards.Add(Add(new Card { Title = "" }, block));
        }
        return cards;
    });

    private static T Strictly<T>(JsonNode node, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"This is nothing of ours: {e.Message} {node.ToJsonString()}", e);
        }
    }

    private static JsonArray Blocks(JsonObject view, string type) => BlockKitText.Of(view, "type") == type && view["blocks"] is JsonArray blocks
        ? blocks
        : throw new FormatException($"This is no {type}: {view.ToJsonString()}");

    private static JsonObject Block(JsonNode? block) => block as JsonObject ?? throw new FormatException($"This is no block: {block}");

    private static Card Add(Card card, JsonObject block) => Kind(block) switch
    {
        "title" => Title(card, block),
        "text" => Add(card, block, Text(block), (before, more) => before with { Value = $"{before.Value}\n{more.Value}" }),
        "facts" => Add(card, block, new CardElement.Facts(BlockKitLines.Facts(block)), (before, more) => BlockKitLines.Join(before, more)),
        "steps" => Add(card, block, new CardElement.Steps(BlockKitLines.Steps(block)), (before, more) => new(before.Items.AddRange(more.Items))),
        "table" when BlockKitText.Of(block, "type") is "table" or "data_table" => card.Add(BlockKitFigures.Table(block)),
        "chart" when BlockKitText.Of(block, "type") == "data_visualization" => card.Add(BlockKitFigures.Chart(block)),
        // Where neither can be drawn, they are lines in a frame.
        "code" or "table" or "chart" => Add(card, block, Code(block), (before, more) => before with { Value = $"{before.Value}\n{more.Value}" }),
        "form" or "buttons" => card with { Buttons = card.Buttons.AddRange(BlockKitControls.Buttons(block)) },
        var kind => throw new FormatException($"Nobody knows what \"{kind}\" is: {block.ToJsonString()}"),
    };

    /// <summary>What had no room in one block goes on in the next.</summary>
    private static Card Add<T>(Card card, JsonObject block, T element, Func<T, T, T> join)
        where T : CardElement
    {
        if (!Match(block).Groups["part"].Success) return card.Add(element);
        return card.Body is [.., T before]
            ? card with { Body = card.Body.SetItem(card.Body.Length - 1, join(before, element)) }
            : throw new FormatException($"There is nothing before {BlockKitText.Of(block, "block_id")} that it could go on with.");
    }

    private static Match Match(JsonObject block) => Id().Match(BlockKitText.Of(block, "block_id"));

    private static string Kind(JsonObject block) => Match(block).Groups["kind"].Value;

    private static Card Title(Card card, JsonObject block)
    {
        if (Match(block).Groups["number"].Success) return card with { Title = card.Title + BlockKitText.Runs(block) };
        if (BlockKitText.Of(block, "type") != "header") throw new FormatException($"A title is a header: {block.ToJsonString()}");
        var text = BlockKitText.Plain(block["text"]);
        var tone = Enum.GetValues<Tone>().FirstOrDefault(tone => tone != Tone.Plain && text.StartsWith(tone.Mark(), StringComparison.Ordinal));
        return card with { Tone = tone, Title = text[tone.Mark().Length..] };
    }

    private static CardElement.Text Text(JsonObject block) => BlockKitText.Of(block, "type") switch
    {
        "context" => new CardElement.Text(BlockKitText.Small(block), TextStyle.Subtle),
        "rich_text" => new CardElement.Text(BlockKitText.Runs(block), BlockKitText.IsBold(block) ? TextStyle.Strong : TextStyle.Plain),
        var type => throw new FormatException($"A text is no {type}."),
    };

    private static CardElement.Code Code(JsonObject block) => BlockKitText.Parts(block) switch
    {
        [{ IsFramed: true } only] => new CardElement.Code(only.Text),
        [{ IsFramed: false } caption, { IsFramed: true } code] => new CardElement.Code(code.Text, caption.Text),
        _ => throw new FormatException($"Code is in a frame, with at most a caption above: {block.ToJsonString()}"),
    };
}
