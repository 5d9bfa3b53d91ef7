using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Tests.Bot.Channels.Teams.Tokens;

namespace ChatOps.Tests.Bot.Channels.Teams;

public sealed class TeamsMessageTests(IssuerFixture issuer) : IClassFixture<IssuerFixture>, IDisposable
{
    private readonly TeamsDesk _teams = new(issuer.Issuer);

    public void Dispose() => _teams.Dispose();

    [Fact]
    public async Task Launches_what_is_asked_for_in_a_personal_chat_and_shows_its_card_there()
    {
        var answer = await _teams.SayAsync("scientist", "launch pytorch-a100 for 4 hours");

        Assert.Equal((200, 0), (answer.Status, answer.Json.Length));
        var machine = await _teams.MachineAsync("scientist");
        Assert.Equal(Conversation.Direct("teams", "scientist@contoso.example"), machine.Home);
        Assert.Equal(TimeSpan.FromHours(4), machine.LeaseLength);
        var shown = Assert.Single(_teams.Messages);
        Assert.Equal((TeamsDesk.ChatOf("scientist"), $"{machine.Name} is on its way"), (shown.Conversation, shown.Card.Title));
        Assert.Equal($"◐ {machine.Name} is on its way", $"{shown.Body["summary"]}");
    }

    [Fact]
    public async Task Shows_what_is_launched_in_a_channel_in_the_thread_where_it_was_asked_for_and_edits_it_there()
    {
        await _teams.SayAsync("scientist", "<at>GPU</at> launch pytorch-a100", TeamsDesk.Thread);
        var machine = await _teams.MachineAsync("scientist");
        Assert.Equal(new Conversation("teams", "vision", IsDirect: false), machine.Home);

        await _teams.PutAsync(machine with { Phase = Phase.Stopped, Wanted = Wanted.Stopped });

        var shown = Assert.Single(_teams.Messages);
        Assert.Equal((TeamsDesk.Thread, $"{machine.Name}: Stopped", 1), (shown.Conversation, shown.Card.Title, shown.Edits));
    }
}
