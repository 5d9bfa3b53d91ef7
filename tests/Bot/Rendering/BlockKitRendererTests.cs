using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>Each card as it goes to Slack.</summary>
public sealed class BlockKitRendererTests
{
    private static readonly Card Running = AllCards.All["Machine.running"];

    private static readonly CardElement.Table Three = Table(3);

    public static TheoryData<string> Names => [.. AllCards.All.Keys, .. AllCards.Made.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name)
    {
        var card = AllCards.All.GetValueOrDefault(name) ?? AllCards.Made[name];
        Snapshot.Matches("Bot", $"Slack/{name}.json", ReadableJson.Of(BlockKitRenderer.Render(card, new BlockKitPlace { Key = "machine-1" }).Blocks));
    }

    [Fact]
    public void A_form_is_filled_in_in_a_modal_that_looks_as_it_was_read() =>
        Snapshot.Matches("Bot", "Slack/Modal.json", ReadableJson.Of(BlockKitRenderer.Modal(AllCards.All["LaunchForm"], "C1 17")));

    [Fact]
    public void A_home_shows_several_cards_and_looks_as_it_was_read() =>
        Snapshot.Matches("Bot", "Slack/Home.json", ReadableJson.Of(BlockKitRenderer.Home([AllCards.All["List"], Running, AllCards.All["LaunchForm"]])));

    [Fact]
    public void A_button_says_its_command_and_names_its_card()
    {
        var button = Button(Drawn.Message(Running, key: "machine-7"), 2);

        Assert.Equal("say-3", (string?)button["action_id"]);
        Assert.Equal($$"""{"say":"{{Running.Buttons[2].Command}}","card":"machine-7"}""", (string?)button["value"]);
    }

    [Fact]
    public void A_card_without_a_key_has_buttons_that_name_none() =>
        Assert.Equal($$"""{"say":"{{Running.Buttons[0].Command}}"}""", (string?)Button(Drawn.Message(Running), 0)["value"]);

    [Fact]
    public void What_a_button_says_stays_as_it_was_typed()
    {
        var card = new Card { Title = "Again" }.Add(new CardButton("Launch", "launch x --name=\"<ä & b>\" --another"));

        var value = (string?)Button(Drawn.Message(card), 0)["value"] ?? "";

        Assert.Equal("""{"say":"launch x --name=\"<ä & b>\" --another"}""", value);
    }

    [Fact]
    public void A_button_that_asks_first_has_what_it_asks()
    {
        var stop = Button(Drawn.Message(Running), 2)["confirm"];
        Assert.Equal("Stop?", (string?)stop?["title"]?["text"]);
        Assert.Equal(Running.Buttons[2].Ask, (string?)stop?["text"]?["text"]);
        Assert.Equal("Stop", (string?)stop?["confirm"]?["text"]);
        Assert.Equal("Go back", (string?)stop?["deny"]?["text"]);
        Assert.Null(stop?["style"]);

        var cancel = Button(Drawn.Message(AllCards.All["Machine.on-its-way"]), 0)["confirm"];
        Assert.Equal("danger", (string?)cancel?["style"]);
    }

    [Fact]
    public void A_button_that_asks_nothing_is_pressed_at_once() => Assert.Null(Button(Drawn.Message(Running), 0)["confirm"]);

    [Fact]
    public void A_command_that_no_button_can_carry_is_said_to_be_missing()
    {
        var card = new Card { Title = "Again" }.Add(new CardButton("Launch", $"launch {new string('x', 2000)}")).Add(new CardButton("Show", "list"));

        var blocks = Drawn.Message(card);

        Assert.Equal("Show", (string?)Button(blocks, 0)["text"]?["text"]);
        Assert.Equal("… and 1 more button.", (string?)Drawn.Block(blocks, "text-1")["elements"]?[0]?["text"]);
    }

    [Fact]
    public void More_than_five_buttons_stand_in_several_rows()
    {
        var card = new Card { Title = "Many", Buttons = [.. Enumerable.Range(0, 8).Select(i => new CardButton($"Do {i}", $"do {i}"))] };

        var rows = Drawn.Message(card).Where(block => (string?)block?["type"] == "actions");

        Assert.Equal([5, 3], rows.Select(row => Assert.IsType<JsonArray>(row?["elements"]).Count));
    }

    [Fact]
    public void A_message_offers_to_open_a_form()
    {
        var form = Drawn.Block(Drawn.Message(AllCards.All["LaunchForm"], key: "machine-7"), "form");

        Assert.Equal("Fill in the form", (string?)form["elements"]?[0]?["text"]?["text"]);
        Assert.Equal("primary", (string?)form["elements"]?[0]?["style"]);
        Assert.Equal("""{"say":"launch"}""", (string?)form["elements"]?[0]?["value"]);
    }

    [Fact]
    public void A_field_without_choices_may_be_left_empty()
    {
        var inputs = Assert.IsType<JsonArray>(Drawn.Modal(AllCards.All["LaunchForm"])["blocks"]);

        Assert.Equal(["blueprint", "hours", "gpus", "spot", "name", "project", "reason"], inputs.Select(input => (string?)input?["block_id"]));
        Assert.Equal([false, true, true, false, true, true, true], inputs.Select(input => (bool?)input?["optional"] ?? false));
        Assert.All(inputs, input => Assert.Equal("value", (string?)input?["element"]?["action_id"]));
    }

    [Fact]
    public void Choices_that_no_list_can_hold_are_typed()
    {
        var field = new FormField("x", "X", "", [.. Enumerable.Range(1, 101).Select(i => $"b{i}")]);
        var card = new Card { Title = "Choose", Form = new Form("launch", "Launch", [field]) };

        var input = Assert.Single(Assert.IsType<JsonArray>(Drawn.Modal(card)["blocks"]));

        Assert.Equal("plain_text_input", (string?)input?["element"]?["type"]);
        Assert.StartsWith("One of 101: b1, b2, ", (string?)input?["hint"]?["text"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_without_a_form_has_no_modal() => Assert.Throws<ArgumentException>(() => BlockKitRenderer.Modal(Running, ""));

    [Fact]
    public void A_title_that_a_modal_has_no_room_for_stands_in_it_too()
    {
        var view = Drawn.Modal(AllCards.All["LaunchForm"] with { Title = "Launch a machine for the team" });

        Assert.Equal("Launch a machine for th…", (string?)view["title"]?["text"]);
        Assert.Equal("Launch a machine for the team", (string?)view["blocks"]?[0]?["text"]?["text"]);
    }

    [Theory]
    [InlineData("a < b & c > d", "▲ a &lt; b &amp; c &gt; d")]
    [InlineData("<!channel>", "▲ &lt;!channel&gt;")]
    public void A_notification_mentions_nobody(string title, string text) =>
        Assert.Equal(text, BlockKitRenderer.Render(new Card { Title = title, Tone = Tone.Warning }, new BlockKitPlace()).Text);

    [Fact]
    public void A_notification_is_short_and_ends_with_a_whole_sign()
    {
        var text = BlockKitRenderer.Render(new Card { Title = new string('&', 1000) }, new BlockKitPlace()).Text;

        Assert.InRange(text.Length, 290, 300);
        Assert.EndsWith("&amp;…", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_title_goes_on_below_the_header()
    {
        var title = string.Join(' ', Enumerable.Repeat("word", 60));

        var blocks = Drawn.Message(new Card { Title = title });

        Assert.Equal(["title", "title-2"], blocks.Select(block => (string?)block?["block_id"]));
        Assert.Equal(title, (string?)blocks[0]?["text"]?["text"] + (string?)blocks[1]?["elements"]?[0]?["elements"]?[0]?["text"]);
    }

    [Theory]
    [InlineData(BlockKitLevel.Newest, "table data_table data_visualization")]
    [InlineData(BlockKitLevel.Tables, "table rich_text rich_text")]
    [InlineData(BlockKitLevel.Basic, "rich_text rich_text rich_text")]
    public void A_workspace_gets_what_it_takes(BlockKitLevel level, string types)
    {
        var card = new Card { Title = "All" }.Add(Three).Add(Three).Add(AllCards.Made["Chart.line"].Body[0]);

        Assert.Equal(types, string.Join(' ', Drawn.Message(card, level).Skip(1).Select(block => (string?)block?["type"])));
    }

    [Fact]
    public void A_long_table_is_turned_over_page_by_page()
    {
        var table = Drawn.Block(Drawn.Message(new Card { Title = "Long" }.Add(Table(40))), "table-1");

        Assert.Equal("data_table", (string?)table["type"]);
        Assert.Equal(40, (int?)table["page_size"]);
        Assert.Equal("Long", (string?)table["caption"]);
    }

    [Fact]
    public void All_rows_of_a_table_are_as_long_as_its_header()
    {
        var table = Drawn.Block(Drawn.Message(new Card { Title = "T" }.Add(new CardElement.Table(["A", "B"], [["1"], ["1", "2", "3"], []]))), "table-1");

        Assert.All(Assert.IsType<JsonArray>(table["rows"]), row => Assert.Equal(2, Assert.IsType<JsonArray>(row).Count));
    }

    [Fact]
    public void A_third_chart_is_told_in_rows()
    {
        var chart = AllCards.Made["Chart.line"].Body[0];

        var blocks = Drawn.Message(new Card { Title = "Charts" }.Add(chart).Add(chart).Add(chart));

        Assert.Equal(["header", "data_visualization", "data_visualization", "rich_text"], blocks.Select(block => (string?)block?["type"]));
    }

    [Theory]
    [InlineData(ChartKind.Donut, "pie", 1, 2)]
    [InlineData(ChartKind.Donut, "bar", 0, 2)]
    [InlineData(ChartKind.Bar, "bar", 1, 20)]
    [InlineData(ChartKind.Line, "line", 1, 20)]
    [InlineData(ChartKind.Line, null, 1, 21)]
    public void A_chart_is_drawn_when_Slack_takes_it(ChartKind kind, string? type, int value, int points)
    {
        var series = new ChartSeries("", [.. Enumerable.Range(1, points).Select(i => new ChartPoint($"{i}", value))]);
        var chart = new CardElement.Chart("Spent", kind, "USD", [series]);

        Assert.Equal(type, (string?)Drawn.Block(Drawn.Message(new Card { Title = "C" }.Add(chart)), "chart-1")["chart"]?["type"]);
    }

    [Fact]
    public void Nothing_in_a_home_has_the_name_of_something_else()
    {
        var ids = new List<string?>();
        foreach (var block in Assert.IsType<JsonArray>(Drawn.Home(Running, Running, AllCards.All["LaunchForm"])["blocks"]))
        {
            var type = (string?)block?["type"];
            if (type != "divider") ids.Add((string?)block?["block_id"]);
            if (type == "actions" && block?["elements"] is JsonArray buttons) ids.AddRange(buttons.Select(button => (string?)button?["action_id"]));
        }

        Assert.DoesNotContain(null, ids);
        Assert.Equal(ids.Distinct(), ids);
    }

    private static JsonObject Button(JsonArray blocks, int number) =>
        Assert.IsType<JsonObject>(Drawn.Block(blocks, "buttons-1")["elements"]?[number]);

    private static CardElement.Table Table(int rows) => new(["Machine", "State"], [.. Enumerable.Range(1, rows).Select(i => Row($"machine-{i}", "Running"))]);

    private static ImmutableArray<string> Row(params string[] cells) => [.. cells];
}
