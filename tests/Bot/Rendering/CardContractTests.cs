using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Bot.Rendering;
using ChatOps.Tests.Contracts;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>Every card against Microsoft's schema of version 1.5 and the list of what Teams knows.</summary>
public sealed class CardContractTests
{
    [Fact]
    public async Task Every_card_is_valid_for_hosts_of_version_1_5_and_for_Teams()
    {
        if (AdaptiveCardFiles.Schema() is not { } schema)
        {
            TestContext.Current.AddWarning(AdaptiveCardFiles.MissingSchema);
            return;
        }
        var elements = AdaptiveCardFiles.Elements();
        if (elements is null) TestContext.Current.AddWarning(AdaptiveCardFiles.MissingElements);
        var cards = AllCards.All.Concat(AllCards.Made).Select(card => (card.Key, Json: AdaptiveCardRenderer.Render(card.Value, AllCards.Place))).ToList();

        var problems = await ValidateAsync(schema, elements, cards.Select(card => JsonNode.Parse(card.Json)));

        Assert.Equal(cards.Count, problems.Count);
        Assert.Empty(cards.Zip(problems).SelectMany(pair => pair.Second.Select(problem => $"{pair.First.Key}: {problem}")));
    }

    // Otherwise the test above would also pass with a validator that accepts anything.
    [Fact]
    public async Task What_hosts_of_version_1_5_do_not_know_is_found()
    {
        if (AdaptiveCardFiles.Schema() is not { } schema) return;
        (string Wrong, string Body, string Says)[] cases =
        [
            ("nothing", """{ "type": "TextBlock", "text": "Hello" }""", ""),
            ("an unknown property", """{ "type": "TextBlock", "text": "Hello", "colour": "red" }""", "must NOT have additional properties"),
            ("a wrong word", """{ "type": "TextBlock", "text": "Hello", "weight": "heavy" }""", "must"),
            ("no text", """{ "type": "TextBlock" }""", "must"),
            ("a number for a text", """{ "type": "TextBlock", "text": 3 }""", "must"),
            ("a chart without a fallback", """{ "type": "Chart.Donut", "data": [] }""", "Chart.Donut has no fallback"),
            ("an action without a type", """{ "type": "ActionSet", "actions": [{ "title": "Stop" }] }""", "must"),
        ];

        await FindAsync(schema, elements: null, cases);
    }

    [Fact]
    public async Task What_Teams_does_not_know_is_found()
    {
        if (AdaptiveCardFiles.Schema() is not { } schema || AdaptiveCardFiles.Elements() is not { } elements) return;
        (string Wrong, string Body, string Says)[] cases =
        [
            ("nothing", """{ "type": "Chart.Donut", "data": [{ "legend": "T4", "value": 1 }], "fallback": "drop" }""", ""),
            ("an unknown element", """{ "type": "Chart.Cake", "fallback": "drop" }""", "Teams knows no Chart.Cake"),
            ("an unknown property", """{ "type": "Chart.Donut", "pieces": 3, "fallback": "drop" }""", "Chart.Donut has no pieces"),
            ("an unknown colour", """{ "type": "Chart.Donut", "colorSet": "rainbow", "fallback": "drop" }""", "has no \"rainbow\""),
        ];

        await FindAsync(schema, elements, cases);
    }

    /// <param name="cases">Each with an element of a card's body; nothing is said of one that is right.</param>
    private static async Task FindAsync(string schema, string? elements, (string Wrong, string Body, string Says)[] cases)
    {
        var cards = cases.Select(given => JsonNode.Parse($$"""{ "type": "AdaptiveCard", "version": "1.5", "body": [{{given.Body}}] }"""));

        var problems = await ValidateAsync(schema, elements, cards);

        Assert.All(cases.Zip(problems), pair =>
        {
            var (given, found) = pair;
            if (given.Says.Length == 0) Assert.Empty(found);
            else Assert.Contains(found, problem => problem.Contains(given.Says, StringComparison.Ordinal));
        });
    }

    /// <param name="elements">Null to leave Teams out.</param>
    private static async Task<List<List<string>>> ValidateAsync(string schema, string? elements, IEnumerable<JsonNode?> cards)
    {
        var input = JsonSerializer.Serialize(new { schema, elements, cards });
        var output = await Node.RunAsync("validate-cards.mjs", input, TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<List<List<string>>>(output) ?? [];
    }
}
