using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Bot.Rendering;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>Every card against the types that Slack publishes.</summary>
public sealed class SlackTypesTests
{
    [Fact]
    public async Task Every_card_and_every_view_is_of_Slacks_types()
    {
        var cards = AllCards.All.Concat(AllCards.Made).ToList();
        var messages = Enum.GetValues<BlockKitLevel>().SelectMany(level => cards.Select(card => (Name: $"{card.Key}, {level}", Json: (JsonNode)Drawn.Message(card.Value, level, "machine-1"))));
        var modals = cards.Where(card => card.Value.Form is not null).Select(card => (Name: $"{card.Key}, modal", Json: (JsonNode)Drawn.Modal(card.Value)));
        var home = (Name: "home", Json: (JsonNode)Drawn.Home([.. cards.Take(10).Select(card => card.Value)]));
        List<(string Name, JsonNode Json)> blocks = [.. messages], views = [.. modals, home];

        var problems = await CheckAsync(blocks.Select(one => one.Json), views.Select(one => one.Json));

        Assert.Equal(blocks.Count + views.Count, problems.Count);
        Assert.Empty(blocks.Concat(views).Zip(problems).SelectMany(pair => pair.Second.Select(problem => $"{pair.First.Name}{problem}")));
    }

    // Otherwise the test above would also pass with a check that accepts anything.
    [Fact]
    public async Task What_Slack_does_not_know_is_found()
    {
        (string Wrong, string Block, string Says)[] cases =
        [
            ("nothing", """{ "type": "header", "text": { "type": "plain_text", "text": "a", "emoji": false } }""", ""),
            ("an unknown block", """{ "type": "headline" }""", "headline"),
            ("an unknown property", """{ "type": "divider", "colour": "red" }""", "colour"),
            ("an unknown property deep inside", """{ "type": "rich_text", "elements": [{ "type": "rich_text_section", "elements": [{ "type": "text", "text": "a", "size": 3 }] }] }""", "size"),
            ("a wrong word", """{ "type": "actions", "elements": [{ "type": "button", "text": { "type": "plain_text", "text": "a" }, "style": "green" }] }""", "green"),
            ("mrkdwn in a header", """{ "type": "header", "text": { "type": "mrkdwn", "text": "a" } }""", "mrkdwn"),
            ("no caption", """{ "type": "data_table", "rows": [] }""", "caption"),
        ];

        var problems = await CheckAsync(
            cases.Select(given => new JsonArray(JsonNode.Parse(given.Block))),
            [JsonNode.Parse("""{ "type": "modal", "blocks": [] }"""), JsonNode.Parse("""{ "type": "home", "blocks": [{ "type": "headline" }] }""")]);

        Assert.All(cases.Zip(problems), pair =>
        {
            var (given, found) = pair;
            if (given.Says.Length == 0) Assert.Empty(found);
            else Assert.Contains(found, problem => problem.Contains(given.Says, StringComparison.Ordinal));
        });
        Assert.Contains(problems[^2], problem => problem.Contains("title", StringComparison.Ordinal));
        Assert.Contains(problems[^1], problem => problem.Contains("headline", StringComparison.Ordinal));
    }

    private static async Task<List<List<string>>> CheckAsync(IEnumerable<JsonNode?> blocks, IEnumerable<JsonNode?> views)
    {
        var input = JsonSerializer.Serialize(new { blocks, views });
        var output = await Node.RunAsync("check-slack-types.mjs", input, TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<List<List<string>>>(output) ?? [];
    }
}
