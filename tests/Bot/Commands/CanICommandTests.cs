using ChatOps.Bot.Rendering;

namespace ChatOps.Tests.Bot.Commands;

public sealed class CanICommandTests : RequestTest
{
    [Theory]
    [InlineData("can-i launch pytorch-t4", "Yes: pytorch-t4@1 for ")]
    [InlineData("can-i launch pytorch-a100 for 4h", "With 1 approval: pytorch-a100@1 for 4 h, charged to vision")]
    [InlineData("can-i launch pytorch-t4 in southcentralus", "No: pytorch-t4@1 for ")]
    public async Task Says_what_would_be_and_does_nothing(string text, string title)
    {
        var reply = await Desk.SayAsync(BotDesk.Scientist, text);

        Assert.StartsWith(title, reply.Card.Title, StringComparison.Ordinal);
        var cancellation = TestContext.Current.CancellationToken;
        Assert.Single(await Desk.Bot.Machines.LiveAsync(cancellation).ToListAsync(cancellation));
        Assert.Empty(await Desk.Bot.Governance.Requests.OpenAsync(cancellation).ToListAsync(cancellation));
    }

    [Fact]
    public async Task Names_the_rule_and_the_numbers() => Assert.Contains(
        "vision uses 1 of 1 A100 GPUs; this needs 1 more.",
        TextRenderer.Render((await Desk.SayAsync(BotDesk.Scientist, "can-i launch pytorch-a100 for 4h")).Card),
        StringComparison.Ordinal);

    [Fact]
    public async Task Its_button_launches_just_that() => Assert.Equal(
        ["launch pytorch-a100 for 4h"],
        (await Desk.SayAsync(BotDesk.Scientist, "/gpu can-i launch pytorch-a100 for 4h")).Card.Buttons.Select(button => button.Command));

    [Theory]
    [InlineData("can-i")]
    [InlineData("can-i fly")]
    [InlineData("can-i launch")]
    public async Task Says_how_it_is_written(string text) => Assert.StartsWith(
        "Can you what? Write it as you would launch it:", await Desk.MistakeAsync(BotDesk.Scientist, text), StringComparison.Ordinal);
}
