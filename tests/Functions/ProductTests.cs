using ChatOps.Bot.Rendering;
using ChatOps.Core.Yaml;
using ChatOps.Sandbox;
using ChatOps.Tests.Sandbox.Blueprints;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Functions;

public sealed class ProductTests
{
    [Fact]
    public async Task Does_not_start_with_a_blueprint_for_a_team_that_there_is_not()
    {
        using var copy = new CopiedBlueprints();
        copy.Change("llm-finetune-8xa100/blueprint.yaml", "launch: [vision]", "launch: [visoin]");

        var problem = await Assert.ThrowsAsync<InvalidFileException>(() => World.OpenAsync(
            null, copy.Folder, DateTimeOffset.UnixEpoch, NullLoggerFactory.Instance, TestContext.Current.CancellationToken));

        Assert.Equal("blueprints/llm-finetune-8xa100: access.launch: policy.yaml has no team visoin. Did you mean vision?", problem.Message);
    }

    [Fact]
    public async Task Does_not_take_up_a_policy_without_a_team_that_a_blueprint_is_for()
    {
        using var copy = new CopiedBlueprints();
        await using var world = await World.OpenAsync(
            null, copy.Folder, DateTimeOffset.UnixEpoch, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        var shown = new List<string>();
        world.Chat.Changed += message => shown.Add(TextRenderer.Render(message.Card));
        copy.Change("policy.yaml", "  vision:\n", "  sight:\n");

        await world.ChangePolicyAsync(null, TestContext.Current.CancellationToken);

        Assert.NotNull(world.Product.Policy.Team("vision"));
        Assert.Contains("access.launch: policy.yaml has no team vision.", Assert.Single(shown), StringComparison.Ordinal);
    }
}
