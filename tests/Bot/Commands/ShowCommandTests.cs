using ChatOps.Bot;

namespace ChatOps.Tests.Bot.Commands;

public sealed class ShowCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("show pytorch-a100")]
    [InlineData("show PyTorch-A100")]
    [InlineData("show pytorch-a100@1")]
    [InlineData("show pytorch-a100@v1")]
    public async Task Shows_a_blueprint_to_everybody_in_the_conversation(string text)
    {
        var reply = await _desk.SayAsync(BotDesk.Scientist, text);

        Assert.Equal(("PyTorch on A100 (pytorch-a100@1)", Audience.Conversation), (reply.Card.Title, reply.Audience));
    }

    [Fact]
    public async Task Launches_the_version_that_is_shown() =>
        Assert.Equal("launch pytorch-a100@1", Assert.Single((await _desk.SayAsync(BotDesk.Scientist, "show pytorch-a100")).Card.Buttons).Command);

    [Theory]
    [InlineData("show", "Which blueprint? Write: show BLUEPRINT[@VERSION]. `catalog` lists them.")]
    [InlineData("show pytorch-a10", "There is no blueprint called pytorch-a10. Did you mean pytorch-a100? `catalog` lists what you can launch.")]
    [InlineData("show something-else", "There is no blueprint called something-else. `catalog` lists what you can launch.")]
    [InlineData("show pytorch-a100@7", "There is no version 7 of pytorch-a100. There is 1; without @ you get the newest.")]
    [InlineData("show pytorch-a100@new", "\"new\" is no version. Write the number, as in pytorch-a100@1, or leave it out for the newest.")]
    public async Task Says_what_there_is_not(string text, string says) => Assert.Equal(says, await _desk.MistakeAsync(BotDesk.Scientist, text));

    [Fact]
    public async Task Suggests_only_what_the_person_may_launch()
    {
        Assert.Contains("Did you mean llm-finetune-8xa100?", await _desk.MistakeAsync(BotDesk.Scientist, "show llm-finetune"), StringComparison.Ordinal);
        Assert.DoesNotContain("Did you mean", await _desk.MistakeAsync(BotDesk.Outsider, "show llm-finetune"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_whose_a_blueprint_is_that_is_not_for_the_person() =>
        Assert.StartsWith(
            "llm-finetune-8xa100 is only for vision.",
            await _desk.MistakeAsync(BotDesk.Outsider, "show llm-finetune-8xa100"),
            StringComparison.Ordinal);
}
