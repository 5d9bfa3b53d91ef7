using System.Reflection;
using System.Text.Json;
using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Functions.Sandboxed;
using ChatOps.Tests.Bot;
using ChatOps.Tests.Bot.Cards;

namespace ChatOps.Tests.Functions.Sandboxed;

public sealed class SandboxJsonTests
{
    private static readonly CardElement[] Elements =
    [
        new CardElement.Text("Grüße \"you\" \\ <b>\nnext line 🚀", TextStyle.Subtle),
        new CardElement.Facts([new Fact("Size", "Standard_NC24ads_A100_v4"), new Fact("", "")]),
        new CardElement.Steps([
            new CardStep("Create", StepState.Done, TimeSpan.FromSeconds(70.5)), new CardStep("Checks", StepState.Active, TimeSpan.Zero),
            new CardStep("Run", StepState.Waiting, null), new CardStep("Broken", StepState.Failed, TimeSpan.FromDays(2))]),
        new CardElement.Table(["Name", "State"], [["ember-otter", "running"], ["lunar-fox", ""]]),
        new CardElement.Code("ssh -i key user@host\n", "Connect"),
        new CardElement.Code("", null),
        new CardElement.Chart("Spent", ChartKind.Bar, "USD", [new ChartSeries("vision", [new ChartPoint("manager", 11.69m)]), new ChartSeries("", [])]),
    ];

    public static TheoryData<string> Snapshots => [.. CardTests.Cards.Keys];

    [Fact]
    public void Every_kind_of_element_comes_back()
    {
        var kinds = typeof(CardElement).GetNestedTypes(BindingFlags.Public).Select(kind => kind.Name);
        Assert.Equal(kinds.Order(StringComparer.Ordinal), Elements.Select(element => element.GetType().Name).Distinct().Order(StringComparer.Ordinal));

        foreach (var tone in Enum.GetValues<Tone>())
        {
            ComesBack(new Card
            {
                Title = "Anything",
                Tone = tone,
                Body = [.. Elements],
                Buttons = [new CardButton("Stop", "stop ember-otter"), new CardButton("Terminate", "terminate ember-otter", ButtonStyle.Danger)],
                Form = new Form("launch", "Launch", [new FormField("blueprint", "Blueprint", "", ["a", "b"]), new FormField("name", "Name", "x", [])]),
            });
        }
    }

    [Theory]
    [MemberData(nameof(Snapshots))]
    public void Every_card_comes_back(string name) => ComesBack(CardTests.Cards[name]);

    [Fact]
    public void A_card_that_is_almost_empty_comes_back() => ComesBack(new Card { Title = "" });

    [Fact]
    public void What_is_said_and_what_is_answered_come_back()
    {
        var said = new Said("1", BotDesk.Scientist.Email, BotDesk.Channel, "launch \"x\"");
        Assert.Equal(said, Back(said));
        Assert.Equal(BotDesk.Channel, Back(new ShownCard(BotDesk.Channel, "machine-1", CardTests.Cards["Catalog"])).Conversation);
        foreach (var reply in (Reply[])[Reply.ToAll(CardTests.Cards["Catalog"], "machine-1"), Reply.Private(CardTests.Cards["Error.bug"])])
        {
            var back = Back(reply);
            Assert.Equal((reply.Audience, reply.Key), (back.Audience, back.Key));
            Assert.Equal(TextRenderer.Render(reply.Card), TextRenderer.Render(back.Card));
        }
    }

    private static void ComesBack(Card card)
    {
        var back = Back(card);

        Assert.Equal(TextRenderer.Render(card), TextRenderer.Render(back));
        // A rendering does not show all of it.
        Assert.Equal(Json(card), Json(back));
        Assert.Equal(card.Body.Select(element => element.GetType()), back.Body.Select(element => element.GetType()));
    }

    private static T Back<T>(T value) => Assert.IsType<T>(JsonSerializer.Deserialize<T>(Json(value), SandboxJson.Options));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, SandboxJson.Options);
}
