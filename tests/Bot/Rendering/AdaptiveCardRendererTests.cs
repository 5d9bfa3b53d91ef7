using System.Text.Json.Nodes;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>Each card as it goes to Teams.</summary>
public sealed class AdaptiveCardRendererTests
{
    private static readonly Card Running = AllCards.All["Machine.running"];

    public static TheoryData<string> Names => [.. AllCards.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches(
        "Bot",
        $"Teams/{name}.json",
        ReadableJson.Of(AdaptiveCardRenderer.Render(AllCards.All[name], new AdaptivePlace { Key = "machine-1" })));

    [Fact]
    public void A_button_says_its_command_and_names_its_card()
    {
        var execute = Action(Draw(Running, new AdaptivePlace { Key = "machine-7" }), 2);

        Assert.Equal("say", (string?)execute["verb"]);
        Assert.Equal($$$"""{"chatops":{"say":"{{{Running.Buttons[2].Command}}}","card":"machine-7"}}""", execute["data"]?.ToJsonString());
        Assert.Equal("Action.Submit", (string?)execute["fallback"]?["type"]);
        Assert.Equal(execute["data"]?.ToJsonString(), execute["fallback"]?["data"]?.ToJsonString());
    }

    [Fact]
    public void A_card_without_a_key_has_buttons_that_name_none() =>
        Assert.Equal($$$"""{"chatops":{"say":"{{{Running.Buttons[0].Command}}}"}}""", Action(Draw(Running, new AdaptivePlace()), 0)["data"]?.ToJsonString());

    [Fact]
    public void A_form_is_sent_under_its_command_and_its_fields_under_their_names()
    {
        var form = Assert.IsType<JsonObject>(Body(Draw(AllCards.All["LaunchForm"], new AdaptivePlace())).Single(e => (string?)e["id"] == "form"));

        var items = Assert.IsType<JsonArray>(form["items"]);
        Assert.Equal(["blueprint", "hours", "gpus", "spot", "name", "project", "reason"], items.SkipLast(1).Select(item => (string?)item?["id"]));
        var submit = items[^1]?["actions"]?[0];
        Assert.Equal("fill", (string?)submit?["verb"]);
        Assert.Equal("""{"chatops":{"fill":"launch"}}""", submit?["data"]?.ToJsonString());
    }

    [Fact]
    public void Those_who_may_press_are_asked_to_refresh_sixty_of_them_at_most()
    {
        var viewers = Enumerable.Range(0, 70).Select(i => $"29:{i}");

        var card = Draw(Running, new AdaptivePlace { Key = "machine-7", HasButtons = false, Viewers = [.. viewers] });

        var refresh = card["refresh"];
        Assert.Equal(60, Assert.IsType<JsonArray>(refresh?["userIds"]).Count);
        Assert.Equal("refresh", (string?)refresh?["action"]?["verb"]);
        Assert.Equal("""{"chatops":{"card":"machine-7"}}""", refresh?["action"]?["data"]?.ToJsonString());
        Assert.DoesNotContain(Body(card), element => (string?)element["type"] == "ActionSet");
    }

    [Fact]
    public void Nobody_is_asked_to_refresh_a_card_that_has_one_view() =>
        Assert.False(Draw(Running, new AdaptivePlace { Key = "machine-7" }).ContainsKey("refresh"));

    [Fact]
    public void More_than_six_buttons_stand_in_several_rows()
    {
        var card = new Card { Title = "Many", Buttons = [.. Enumerable.Range(0, 8).Select(i => new CardButton($"Do {i}", $"do {i}"))] };

        var rows = Body(Draw(card, new AdaptivePlace())).Where(element => (string?)element["type"] == "ActionSet");

        Assert.Equal([6, 2], rows.Select(row => Assert.IsType<JsonArray>(row["actions"]).Count));
    }

    private static JsonObject Draw(Card card, AdaptivePlace place) =>
        Assert.IsType<JsonObject>(JsonNode.Parse(AdaptiveCardRenderer.Render(card, place)));

    private static IEnumerable<JsonObject> Body(JsonObject card) => Assert.IsType<JsonArray>(card["body"]).OfType<JsonObject>();

    private static JsonObject Action(JsonObject card, int number) =>
        Assert.IsType<JsonObject>(Body(card).Single(element => (string?)element["id"] == "buttons-1")["actions"]?[number]);
}
