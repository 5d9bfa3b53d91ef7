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
        if (AdaptiveCardFiles.Folder() is not { } folder)
        {
            Assert.Skip(AdaptiveCardFiles.Missing);
            return;
        }
        var cards = TeamsCards.All.Concat(TeamsCards.Made).Select(card => (card.Key, Json: AdaptiveCardRenderer.Render(card.Value, TeamsCards.Place))).ToList();
        var input = JsonSerializer.Serialize(new
        {
            schema = Path.Combine(folder, "adaptive-card-1.5.0.schema.json"),
            elements = Path.Combine(folder, "teams-card-elements.json"),
            cards = cards.Select(card => JsonNode.Parse(card.Json)),
        });

        var output = await Node.RunAsync("validate-cards.mjs", input, TestContext.Current.CancellationToken);

        var problems = JsonSerializer.Deserialize<List<List<string>>>(output) ?? [];
        Assert.Equal(cards.Count, problems.Count);
        Assert.Empty(cards.Zip(problems).SelectMany(pair => pair.Second.Select(problem => $"{pair.First.Key}: {problem}")));
    }
}
