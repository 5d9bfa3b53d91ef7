using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering.BlockKit;

namespace ChatOps.Bot.Rendering;

/// <summary>Draws cards as Block Kit for Slack. A card that is too large for a message is drawn shorter, and says so.</summary>
public static class BlockKitRenderer
{
    private const int MostBlocks = 50, MostInView = 100;

    /// <summary>Of all that is read in a message. Slack names no limit; this is about what one of text may have.</summary>
    private const int MostLetters = 12_000;

    private const int LongestNotification = 300;

    /// <summary>Of a modal: its title and its buttons.</summary>
    private const int LongestWords = 24;

    /// <summary>In a modal, so that there is room for what is said above them.</summary>
    private const int MostFields = 50;

    private static readonly BlockKitPlace InView = new() { Level = BlockKitLevel.Basic };

    /// <summary>A sign of another script stays one character: nothing reads it as HTML.</summary>
    private static readonly BlockKitJson Json = new(new JsonSerializerOptions(BlockKitJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static BlockKitMessage Render(Card card, BlockKitPlace place) => new(
        SlackText.Escaped(card.Tone.Mark() + card.Title, LongestNotification),
        JsonSerializer.SerializeToUtf8Bytes(Fitting(card, part => Draw(part, place), MostBlocks), Json.ImmutableArrayBlock));

    /// <summary>A view in which the card's form is filled in.</summary>
    /// <param name="card">With a form.</param>
    /// <param name="metadata">Comes back with what was filled in: at most 3,000 characters.</param>
    /// <returns>A JSON object in UTF-8.</returns>
    public static byte[] Modal(Card card, string metadata)
    {
        var form = card.Form ?? throw new ArgumentException("The card has no form to fill in.", nameof(card));
        var title = SlackText.Plain(card.Title, LongestWords);
        var fields = form.Fields.Take(MostFields).Select(BlockKitActions.Field).ToList();
        // What the bar above has no room for stands below it.
        var above = Fitting(
            card with { Tone = Tone.Plain },
            part => [.. Body(part, InView.Level, title.Text == part.Title ? [] : BlockKitElements.Title(part))],
            MostInView - fields.Count);
        return Write(new ModalView([.. above, .. fields])
        {
            CallbackId = "fill",
            PrivateMetadata = metadata,
            Title = title,
            Submit = SlackText.Plain(form.Submit, LongestWords),
            Close = SlackText.Plain("Cancel", LongestWords),
        });
    }

    /// <summary>The cards one under the other, as a person's App Home shows them: as many as there is room for.</summary>
    /// <returns>A JSON object in UTF-8.</returns>
    public static byte[] Home(IReadOnlyList<Card> cards)
    {
        var blocks = new List<Block>();
        for (var i = 0; i < cards.Count; i++)
        {
            var card = Fitting(cards[i], part => Draw(part, InView), MostBlocks).Select(block => Named(block, i + 1));
            List<Block> next = i == 0 ? [.. card] : [new DividerBlock(), .. card];
            // One is kept free for saying how many had no room.
            if (blocks.Count + next.Count > MostInView - 1)
            {
                blocks.Add(new ContextBlock(SlackText.Small(ShortCard.More(cards.Count - i, "card").Value)) { BlockId = "more" });
                break;
            }
            blocks.AddRange(next);
        }
        return Write(new HomeView([.. blocks]));
    }

    private static byte[] Write(View view) => JsonSerializer.SerializeToUtf8Bytes(view, Json.View);

    /// <summary>Of a card as whole as it fits.</summary>
    private static ImmutableArray<Block> Fitting(Card card, Func<Card, ImmutableArray<Block>> draw, int most)
    {
        var blocks = draw(card);
        for (var step = 0; !Fits(blocks, most); step++) blocks = draw(ShortCard.Of(card, step));
        return blocks;
    }

    private static bool Fits(ImmutableArray<Block> blocks, int most) =>
        blocks.Length <= most && blocks.Sum(block => block.Letters()) <= MostLetters && BlockKitTables.Fit(blocks);

    private static ImmutableArray<Block> Draw(Card card, BlockKitPlace place)
    {
        var buttons = card.Buttons.Where(button => BlockKitActions.CanSay(button, place.Key)).ToImmutableArray();
        if (buttons.Length < card.Buttons.Length) card = card.Add(ShortCard.More(card.Buttons.Length - buttons.Length, "button"));
        return
        [
            .. Body(card, place.Level, BlockKitElements.Title(card)),
            .. card.Form is { } form ? [BlockKitActions.Open(form)] : ImmutableArray<Block>.Empty,
            .. BlockKitActions.Buttons(buttons, place.Key),
        ];
    }

    /// <param name="above">Comes first.</param>
    private static List<Block> Body(Card card, BlockKitLevel level, IEnumerable<Block> above)
    {
        var blocks = above.ToList();
        for (var i = 0; i < card.Body.Length; i++) blocks.AddRange(BlockKitElements.Draw(card.Body[i], i + 1, level, card, blocks));
        return blocks;
    }

    /// <summary>Nothing in a view may have the name of something else.</summary>
    private static Block Named(Block block, int number)
    {
        var named = block with { BlockId = $"card-{number}-{block.BlockId}" };
        return named is ActionsBlock actions
            ? actions with { Elements = [.. actions.Elements.Select(button => button with { ActionId = $"card-{number}-{button.ActionId}" })] }
            : named;
    }
}
