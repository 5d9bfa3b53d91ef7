using ChatOps.Bot;
using ChatOps.Core.Approvals;

namespace ChatOps.Tests.Bot.Commands;

public sealed class ApproveCommandTests : RequestTest
{
    [Fact]
    public async Task Approves_the_only_request_without_its_number()
    {
        var request = await Desk.AsksAsync();

        var reply = await Desk.SayAsync(BotDesk.Manager, "approve");

        Assert.Equal("Approved by manager: launch pytorch-a100", reply.Card.Title);
        Assert.True(reply.IsOnCard);
        Assert.Equal(RequestState.Granted, (await Desk.NowAsync(request)).State);
    }

    [Fact]
    public async Task Takes_terms_and_a_reason_of_several_words()
    {
        var request = await Desk.AsksAsync();

        await Desk.SayAsync(BotDesk.Manager, $"approve {request.Id.Short} --hours 2 only until the demo is over");

        var now = await Desk.NowAsync(request);
        Assert.Equal((TimeSpan.FromHours(2), "only until the demo is over"), (now.Offer.Lease, now.Approvals[0].Reason));
    }

    [Fact]
    public async Task Opens_a_form_for_less_whose_values_make_the_command()
    {
        var request = await Desk.AsksAsync();

        var form = (await Desk.SayAsync(BotDesk.Manager, $"approve {request.Id} --less")).Card.Form;

        Assert.Equal($"approve {request.Id} --less", form?.Command);
        Assert.Equal(["hours", "gpus", "spot", "reason"], form?.Fields.Select(field => field.Name) ?? []);
    }

    [Fact]
    public async Task Who_is_late_is_told_who_decided()
    {
        var request = await Desk.AsksAsync();
        await Desk.SayAsync(BotDesk.Manager, $"deny {request.Id.Short} no room");

        var reply = await Desk.SayAsync(BotDesk.Admin, $"approve {request.Id.Short}");

        Assert.Equal(("Too late. Denied by manager: launch pytorch-a100", Audience.Person), (reply.Card.Title, reply.Audience));
    }

    [Theory]
    [InlineData("approve", "There is no request that waits for you. `requests` shows those that you may see.")]
    [InlineData("approve 000000", "There is no request 000000. `requests` shows those that you may see.")]
    [InlineData("approve ember-otter", "There is no request ember-otter. `requests` shows those that you may see.")]
    [InlineData("approve ../../x", "There is no request \"../../x\". `requests` shows those that you may see.")]
    public async Task Says_that_there_is_no_such_request(string text, string says) => Assert.Equal(says, await Desk.MistakeAsync(BotDesk.Manager, text));
}
