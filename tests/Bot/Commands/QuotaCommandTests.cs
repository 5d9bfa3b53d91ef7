using ChatOps.Bot.Rendering;

namespace ChatOps.Tests.Bot.Commands;

public sealed class QuotaCommandTests : RequestTest
{
    [Fact]
    public async Task Shows_what_the_team_uses()
    {
        var reply = await Desk.SayAsync(BotDesk.Scientist, "quota");

        Assert.Equal("Quota of scientist", reply.Card.Title);
        Assert.Contains("1 of 1", TextRenderer.Render(reply.Card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_an_admin_any_team() =>
        Assert.Contains("1 of 1", TextRenderer.Render((await Desk.SayAsync(BotDesk.Admin, "quota vision")).Card), StringComparison.Ordinal);

    [Fact]
    public async Task Shows_nobody_anothers_team() => Assert.StartsWith(
        "There is no team vision that you may see.", await Desk.MistakeAsync(BotDesk.Outsider, "quota vision"), StringComparison.Ordinal);
}
