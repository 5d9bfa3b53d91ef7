using ChatOps.Bot;
using ChatOps.Core.People;

namespace ChatOps.Tests.Bot.Commands;

public sealed class RequestsCommandTests : RequestTest
{
    public static TheoryData<string, string> Seers => new()
    {
        { "scientist", "1 request waits" },
        { "manager", "1 request waits" },
        { "admin", "1 request waits" },
        { "scientist2", "No request waits" },
        { "outsider", "No request waits" },
    };

    [Theory]
    [MemberData(nameof(Seers))]
    public async Task Lists_those_that_one_asked_for_or_may_decide(string who, string title)
    {
        await Desk.AsksAsync();

        var reply = await Desk.SayAsync(Of(who), "requests");

        Assert.Equal((title, Audience.Person), (reply.Card.Title, reply.Audience));
    }

    [Fact]
    public async Task Shows_one_of_them_as_its_card()
    {
        var request = await Desk.AsksAsync();

        Assert.Equal("scientist asks to launch pytorch-a100", (await Desk.SayAsync(BotDesk.Manager, $"requests {request.Id.Short}")).Card.Title);
        Assert.Equal("Waiting for approval: launch pytorch-a100", (await Desk.SayAsync(BotDesk.Scientist, $"requests {request.Id.Short}")).Card.Title);
    }

    private static Person Of(string who) => who switch
    {
        "scientist" => BotDesk.Scientist,
        "scientist2" => BotDesk.Colleague,
        "manager" => BotDesk.Manager,
        "admin" => BotDesk.Admin,
        _ => BotDesk.Outsider,
    };
}
