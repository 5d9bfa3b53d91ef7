using ChatOps.Core.Approvals;

namespace ChatOps.Tests.Bot.Commands;

public sealed class DenyCommandTests : RequestTest
{
    [Fact]
    public async Task Asks_why_in_a_form()
    {
        var request = await Desk.AsksAsync();

        var reply = await Desk.SayAsync(BotDesk.Manager, $"deny {request.Id}");

        Assert.Equal($"deny {request.Id}", reply.Card.Form?.Command);
        Assert.Equal(RequestState.Waiting, (await Desk.NowAsync(request)).State);
    }

    [Theory]
    [InlineData("the A100s are for the demo")]
    [InlineData("--reason=\"the A100s are for the demo\"")]
    public async Task Denies_with_a_reason(string why)
    {
        var request = await Desk.AsksAsync();

        var reply = await Desk.SayAsync(BotDesk.Manager, $"deny {request.Id.Short} {why}");

        Assert.Equal("Denied by manager: launch pytorch-a100", reply.Card.Title);
        Assert.Equal("the A100s are for the demo", (await Desk.NowAsync(request)).End?.Text);
    }

    [Fact]
    public async Task A_reason_that_is_too_long_denies_nothing()
    {
        var request = await Desk.AsksAsync();

        Assert.StartsWith(
            "That reason has 300 characters; I keep 200.",
            await Desk.MistakeAsync(BotDesk.Manager, $"deny {request.Id.Short} {new string('x', 300)}"),
            StringComparison.Ordinal);
        Assert.Equal(RequestState.Waiting, (await Desk.NowAsync(request)).State);
    }
}
