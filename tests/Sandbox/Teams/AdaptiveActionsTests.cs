using System.Text.Json.Nodes;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Tests.Sandbox.Teams;

public sealed class AdaptiveActionsTests
{
    private static readonly JsonObject Card = JsonNode.Parse("""
        {
          "type": "AdaptiveCard",
          "refresh": { "action": { "type": "Action.Execute", "verb": "refresh", "data": { "card": "1" } }, "userIds": ["29:a"] },
          "body": [
            { "type": "Container", "items": [
              { "type": "Input.Text", "id": "name", "value": "" },
              { "type": "Input.ChoiceSet", "id": "blueprint", "value": "t4" },
              { "type": "ActionSet", "actions": [
                { "type": "Action.Execute", "title": "Launch", "verb": "fill", "data": { "fill": "launch", "name": "mine" },
                  "fallback": { "type": "Action.Execute", "title": "Old" } },
                { "type": "Action.Execute", "title": "Stop", "verb": "say", "associatedInputs": "none", "data": { "say": "stop" } } ] } ] } ]
        }
        """)?.AsObject() ?? [];

    [Fact]
    public void A_form_sends_what_is_filled_in_beside_the_button_s_own_data()
    {
        var sent = AdaptiveActions.Press(Card, "Launch", new Dictionary<string, string> { ["name"] = "otter" });

        Assert.Equal("""{"fill":"launch","name":"mine","blueprint":"t4"}""", sent?["data"]?.ToJsonString());
        Assert.Equal(("Action.Execute", "fill"), ((string?)sent?["type"], (string?)sent?["verb"]));
    }

    [Fact]
    public void A_button_beside_a_form_sends_its_own_data_only() =>
        Assert.Equal("""{"say":"stop"}""", AdaptiveActions.Press(Card, "Stop", new Dictionary<string, string>())?["data"]?.ToJsonString());

    [Fact]
    public void What_stands_in_for_an_action_cannot_be_pressed_as_well() =>
        Assert.Null(AdaptiveActions.Press(Card, "Old", new Dictionary<string, string>()));

    [Fact]
    public void Only_those_who_are_named_ask_for_a_view_of_their_own()
    {
        Assert.Equal("refresh", (string?)AdaptiveActions.Refresh(Card, "29:a")?["verb"]);
        Assert.Null(AdaptiveActions.Refresh(Card, "29:b"));
        Assert.Null(AdaptiveActions.Refresh([], "29:a"));
    }
}
