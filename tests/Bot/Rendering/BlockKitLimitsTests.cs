using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Sandbox.Slack.Blocks;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>Whatever a card says, Slack takes it as text, and people see that something was left out.</summary>
public sealed partial class BlockKitLimitsTests
{
    /// <summary>Beyond what the rules say: of text in one block, and in a whole message.</summary>
    private const int MostInBlock = 3000, MostInMessage = 12_000;

    /// <summary>Of blocks, and of all that is in them: nothing else is drawn. Mentions, links and emoji would be elements of other types.</summary>
    private static readonly HashSet<string> KnownTypes =
    [
        "header", "context", "rich_text", "divider", "actions", "input", "table", "data_table", "data_visualization",
        "rich_text_section", "rich_text_preformatted", "text", "plain_text", "mrkdwn", "raw_text", "button",
        "static_select", "number_input", "plain_text_input", "bar", "line", "pie", "modal", "home",
    ];

    public static TheoryData<BlockKitLevel> Levels => [.. Enum.GetValues<BlockKitLevel>()];

    public static TheoryData<string, BlockKitLevel> LargeNames
    {
        get
        {
            var names = new TheoryData<string, BlockKitLevel>();
            foreach (var name in LargeCards.All.Keys)
                foreach (var level in Enum.GetValues<BlockKitLevel>()) names.Add(name, level);
            return names;
        }
    }

    /// <summary>Code, in which nothing begins a mention or a link.</summary>
    [GeneratedRegex("^`[^`<>\n]+`$")]
    private static partial Regex Code();

    [Theory]
    [MemberData(nameof(Levels))]
    public void Slack_takes_every_card(BlockKitLevel level) => Assert.Empty(AllCards.All.Concat(AllCards.Made).SelectMany(card =>
        BlockKitRules.Problems(Drawn.Message(card.Value, level, "machine-1"), Surface.Message).Select(problem => $"{card.Key}: {problem}")));

    [Fact]
    public void Slack_takes_every_form() => Assert.All(
        AllCards.All.Values.Append(LargeCards.All["form"]).Where(card => card.Form is not null),
        card => Assert.Empty(BlockKitRules.Problems(Drawn.Modal(card))));

    [Fact]
    public void Slack_takes_a_home_of_all_cards_and_it_says_how_many_are_missing()
    {
        var home = Drawn.Home([.. AllCards.All.Values]);

        Assert.Empty(BlockKitRules.Problems(home));
        var shown = BlockKitReader.ReadHome(home);
        Assert.Equal(
            new CardElement.Text($"… and {AllCards.All.Count - shown.Count} more cards.", TextStyle.Subtle),
            shown[^1].Body[^1]);
    }

    [Fact]
    public void Slack_takes_a_home_of_nothing() => Assert.Empty(BlockKitRules.Problems(Drawn.Home()));

    [Theory]
    [MemberData(nameof(LargeNames))]
    public void A_large_card_fits_into_a_message_and_says_that_it_is_short(string name, BlockKitLevel level)
    {
        var blocks = Drawn.Message(LargeCards.All[name], level, "machine-1");

        Assert.Empty(BlockKitRules.Problems(blocks, Surface.Message));
        Assert.All(blocks.Where(block => (string?)block?["type"] is "rich_text" or "context"), block => Assert.InRange(Letters(block), 1, MostInBlock));
        Assert.InRange(blocks.Sum(Letters), 1, MostInMessage);
        // A form is not in the message, however long its lists are.
        if (name != "form") Assert.Matches("…|The rest is too long for a chat", TextRenderer.Render(BlockKitReader.Read(blocks)));
    }

    [Theory]
    [MemberData(nameof(LargeCards.Names), MemberType = typeof(LargeCards))]
    public void A_large_card_fits_into_a_view(string name)
    {
        var card = LargeCards.All[name];

        Assert.Empty(BlockKitRules.Problems(Drawn.Home(card, AllCards.All["Help"])));
        Assert.Empty(BlockKitRules.Problems(Drawn.Modal(card with { Form = LargeCards.All["form"].Form })));
    }

    [Fact]
    public void Of_a_table_the_first_rows_stay_and_the_others_are_counted()
    {
        var shown = TextRenderer.Render(BlockKitReader.Read(Drawn.Message(LargeCards.All["table"])));

        Assert.Contains("machine-1 ", shown, StringComparison.Ordinal);
        Assert.Contains("… and 4900 more rows.", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_an_output_the_last_lines_stay()
    {
        var shown = TextRenderer.Render(BlockKitReader.Read(Drawn.Message(LargeCards.All["code of many lines"])));

        Assert.Contains("lines left out", shown, StringComparison.Ordinal);
        Assert.EndsWith("| line 20000 of the output\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_room_in_one_block_goes_on_in_the_next()
    {
        var text = string.Join('\n', Enumerable.Range(1, 300).Select(i => $"line {i} of something long"));
        var card = new Card { Title = "Long" }
            .Add(new CardElement.Text(text))
            .Add(new CardElement.Facts([new Fact("Short", "value"), new Fact("Log", text[..2500]), new Fact("More", text[..2500]), new Fact("Last", "one")]));

        var blocks = Drawn.Message(card);

        Assert.Equal(["title", "text-1", "text-1-2", "text-1-3", "facts-2", "facts-2-2"], blocks.Select(block => (string?)block?["block_id"]).Take(6));
        Assert.Equal(TextRenderer.Render(card), TextRenderer.Render(BlockKitReader.Read(blocks)));
    }

    [Theory]
    [MemberData(nameof(TypedCards.Texts), MemberType = typeof(TypedCards))]
    public void Text_that_people_typed_stays_text(string typed)
    {
        var card = TypedCards.Of(typed).Add(new CardElement.Text(typed, TextStyle.Strong));
        card = card with { Buttons = [card.Buttons[0] with { Ask = typed }] };

        foreach (var level in Enum.GetValues<BlockKitLevel>()) Assert.Empty(Markup(Drawn.Message(card, level)));
        Assert.Empty(Markup(Drawn.Modal(card)));
        Assert.Empty(Markup(Drawn.Home(card, card)));
    }

    [Theory]
    [MemberData(nameof(TypedCards.Texts), MemberType = typeof(TypedCards))]
    public void Text_that_people_typed_is_shown_as_they_typed_it(string typed)
    {
        // Without its form, which is not in the message, its chart, which has rows of one line, and its button, which is short.
        var card = TypedCards.Of(typed) with { Form = null, Buttons = [] };
        card = card with { Body = card.Body.RemoveAt(card.Body.Length - 1) };

        Assert.Equal(TextRenderer.Render(card), TextRenderer.Render(BlockKitReader.Read(Drawn.Message(card))));
    }

    [Theory]
    [InlineData("half a pair: \ud83d")]
    [InlineData("half a pair: \ude00 and more")]
    [InlineData("\0 and \u0007 and \u001b[31m")]
    [InlineData("\u202eevil\u2066 \u200f")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\r\n\r\n")]
    public void Any_text_can_be_written(string text)
    {
        var card = new Card { Title = text, Form = new Form("launch", text, [new FormField("x", text, text, [text, "y"])]) }
            .Add(new CardElement.Text(text))
            .Add(new CardElement.Text(text, TextStyle.Subtle))
            .Add(new CardElement.Code(text, text))
            .Add(new CardElement.Table([text], [[text]]))
            .Add(new CardElement.Facts([new Fact(text, text)]))
            .Add(new CardElement.Steps([new CardStep(text, StepState.Done, null)]))
            .Add(new CardElement.Chart(text, ChartKind.Donut, text, []))
            .Add(new CardElement.Table([], []))
            .Add(new CardElement.Facts([]))
            .Add(new CardElement.Steps([]))
            .Add(new CardButton(text, text, Ask: text));

        var blocks = Drawn.Message(card);

        Assert.Empty(BlockKitRules.Problems(blocks, Surface.Message));
        Assert.Empty(BlockKitRules.Problems(Drawn.Modal(card)));
        Assert.Equal(7, BlockKitReader.Read(blocks).Body.Length);
    }

    /// <summary>Of all that people read.</summary>
    private static int Letters(JsonNode? node) => node switch
    {
        JsonObject item => item.Sum(member => member is { Key: "text", Value: JsonValue text } ? ((string?)text ?? "").Length : Letters(member.Value)),
        JsonArray items => items.Sum(Letters),
        _ => 0,
    };

    /// <summary>Whatever could be more than text.</summary>
    private static IEnumerable<string> Markup(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(Markup),
        JsonObject item => item.SelectMany(member => Markup(member.Value)).Concat((string?)item["type"] switch
        {
            "plain_text" when (bool?)item["emoji"] != false => [$"draws emoji: {item.ToJsonString()}"],
            "mrkdwn" when !Code().IsMatch((string?)item["text"] ?? "") || (bool?)item["verbatim"] != true => [$"is no code: {item.ToJsonString()}"],
            { } type when !KnownTypes.Contains(type) => [$"is no text: {item.ToJsonString()}"],
            _ => [],
        }),
        _ => [],
    };
}
