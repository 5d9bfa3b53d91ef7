using System.Text.Json.Nodes;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Sandbox.Slack.Blocks;
using ChatOps.Tests.Bot.Rendering;

namespace ChatOps.Tests.Sandbox.Slack.Blocks;

public sealed class BlockKitReaderTests
{
    public static TheoryData<string> Names => [.. AllCards.All.Keys, .. AllCards.Made.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_Slack_shows_is_what_the_card_says(string name)
    {
        var card = AllCards.All.GetValueOrDefault(name) ?? AllCards.Made[name];
        // A message has no inputs: it offers to open the form.
        if (card.Form is { } form)
            card = card with { Form = null, Buttons = [new CardButton("Fill in the form", form.Command, ButtonStyle.Primary), .. card.Buttons] };

        var read = BlockKitReader.Read(Drawn.Message(card));

        // Slack names dates shortly.
        var named = card with { Body = [.. card.Body.Select(element => element is CardElement.Chart chart ? BlockKitCharts.Named(chart) : element)] };
        Assert.Equal(TextRenderer.Render(named), TextRenderer.Render(read));
        Assert.Equal(card.Buttons, read.Buttons);
        Assert.Equal(card.Tone, read.Tone);
    }

    [Fact]
    public void A_message_offers_the_form_as_a_button()
    {
        var card = AllCards.All["LaunchForm"];

        Assert.Equal([new CardButton("Fill in the form", "launch", ButtonStyle.Primary)], BlockKitReader.Read(Drawn.Message(card)).Buttons);
    }

    [Fact]
    public void A_modal_is_the_card_with_its_form()
    {
        var card = AllCards.All["LaunchForm"];

        var read = BlockKitReader.ReadModal(Drawn.Modal(card), "launch");

        Assert.Equal(TextRenderer.Render(card), TextRenderer.Render(read));
        Assert.Equal("launch", read.Form?.Command);
        Assert.Equal(card.Form?.Fields.Select(field => field.IsNumber), read.Form?.Fields.Select(field => field.IsNumber));
    }

    [Fact]
    public void What_stands_above_a_form_is_read_too()
    {
        var card = AllCards.All["LaunchForm"].Add(new CardElement.Text("It costs.")) with { Title = "Launch a machine for the whole team" };

        Assert.Equal(TextRenderer.Render(card), TextRenderer.Render(BlockKitReader.ReadModal(Drawn.Modal(card), "launch")));
    }

    [Fact]
    public void A_home_is_its_cards()
    {
        var (running, stopped) = (AllCards.All["Machine.running"], AllCards.All["Machine.stopped"]);

        var read = BlockKitReader.ReadHome(Drawn.Home(running, stopped));

        Assert.Equal([TextRenderer.Render(running), TextRenderer.Render(stopped)], read.Select(TextRenderer.Render));
        Assert.Equal(running.Buttons, read[0].Buttons);
    }

    [Fact]
    public void A_table_drawn_in_letters_is_read_as_they_stand()
    {
        var card = new Card { Title = "T" }.Add(new CardElement.Table(["A", "Long name"], [["1", "2"]]));

        var read = BlockKitReader.Read(Drawn.Message(card, BlockKitLevel.Basic));

        Assert.Equal([new CardElement.Code("A  Long name\n1  2")], read.Body);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[7]")]
    [InlineData("""[{"type":"header","text":{"type":"plain_text","text":"no id"}}]""")]
    [InlineData("""[{"type":"header","block_id":"title"}]""")]
    [InlineData("""[{"type":"section","block_id":"title","text":{"type":"mrkdwn","text":"a"}}]""")]
    [InlineData("""[{"type":"rich_text","block_id":"text-1","elements":[]}]""")]
    [InlineData("""[TITLE,{"type":"section","block_id":"text-1","text":{"type":"mrkdwn","text":"a"}}]""")]
    [InlineData("""[TITLE,{"type":"rich_text","block_id":"text-1-2","elements":[{"type":"rich_text_section","elements":[]}]}]""")]
    [InlineData("""[TITLE,{"type":"rich_text","block_id":"text-1","elements":[{"type":"rich_text_section","elements":[{"type":"user","user_id":"U1"}]}]}]""")]
    [InlineData("""[TITLE,{"type":"rich_text","block_id":"steps-1","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"· "}]}]}]""")]
    [InlineData("""[TITLE,{"type":"rich_text","block_id":"code-1","elements":[]}]""")]
    [InlineData("""[TITLE,{"type":"table","block_id":"table-1","rows":[]}]""")]
    [InlineData("""[TITLE,{"type":"data_visualization","block_id":"chart-1","title":"a","chart":{"type":"area"}}]""")]
    [InlineData("""[TITLE,{"type":"actions","block_id":"buttons-1","elements":[{"type":"datepicker"}]}]""")]
    [InlineData("""[TITLE,{"type":"actions","block_id":"buttons-1","elements":[{"type":"button","text":{"type":"plain_text","text":"a"},"value":"b"}]}]""")]
    [InlineData("""[TITLE,{"type":"actions","block_id":"buttons-1","elements":[{"type":"button","text":{"type":"plain_text","text":"a"},"value":"{}"}]}]""")]
    [InlineData("""[{"type":3,"block_id":3}]""")]
    public void What_is_no_card_of_ours_is_refused(string json)
    {
        var blocks = json.Replace("TITLE", """{"type":"header","block_id":"title","text":{"type":"plain_text","text":"a"}}""", StringComparison.Ordinal);

        Assert.Throws<FormatException>(() => BlockKitReader.Read(Assert.IsType<JsonArray>(JsonNode.Parse(blocks))));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":"home"}""")]
    [InlineData("""{"type":"modal","title":{"type":"plain_text","text":"a"},"blocks":[]}""")]
    [InlineData("""{"type":"modal","title":{"type":"plain_text","text":"a"},"submit":{"type":"plain_text","text":"b"},"blocks":[{"type":"input"}]}""")]
    public void What_is_no_view_of_ours_is_refused(string json)
    {
        var view = Assert.IsType<JsonObject>(JsonNode.Parse(json));

        Assert.Throws<FormatException>(() => BlockKitReader.ReadModal(view, "launch"));
        Assert.Throws<FormatException>(() => BlockKitReader.ReadHome(view));
    }
}
