using ChatOps.Core.Approvals;

namespace ChatOps.Tests.Bot.Commands;

public sealed class CancelCommandTests : RequestTest
{
    [Fact]
    public async Task Takes_ones_own_request_back()
    {
        var request = await Desk.AsksAsync();

        var reply = await Desk.SayAsync(BotDesk.Scientist, "cancel");

        Assert.Equal("Cancelled: launch pytorch-a100", reply.Card.Title);
        Assert.Equal(RequestState.Cancelled, (await Desk.NowAsync(request)).State);
    }

    [Fact]
    public async Task Tells_a_request_from_a_machine() => Assert.Equal(
        "ember-otter is no request. `requests` shows yours; `terminate` calls off a machine.",
        await Desk.MistakeAsync(BotDesk.Scientist, "cancel ember-otter"));

    [Fact]
    public async Task Leaves_anothers_alone()
    {
        var request = await Desk.AsksAsync();

        Assert.StartsWith("scientist has asked for it", await Desk.MistakeAsync(BotDesk.Manager, $"cancel {request.Id}"), StringComparison.Ordinal);
    }
}
