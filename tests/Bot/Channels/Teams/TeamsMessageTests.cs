using System.Net;
using System.Text.Json.Nodes;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Tests.Bot.Channels.Teams.Tokens;

namespace ChatOps.Tests.Bot.Channels.Teams;

public sealed class TeamsMessageTests(IssuerFixture issuer) : IClassFixture<IssuerFixture>, IDisposable
{
    private readonly TeamsDesk _teams = new(issuer.Issuer);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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

    // The outbox of another program is faster than the answer.
    [Fact]
    public async Task Shows_it_in_that_thread_whoever_is_the_first_to_show_it()
    {
        _teams.Desk.Nudges.Takes = id =>
        {
            var machine = _teams.Desk.Machines.FindAsync(id, Cancellation).GetAwaiter().GetResult();
            if (_teams.Messages.Count == 0) _teams.PutAsync(Assert.IsType<Machine>(machine), _teams.New()).GetAwaiter().GetResult();
            return true;
        };

        await _teams.SayAsync("scientist", "launch pytorch-a100", TeamsDesk.Thread);

        Assert.Equal(TeamsDesk.Thread, Assert.Single(_teams.Messages).Conversation);
    }

    [Fact]
    public async Task Knows_a_group_chat_by_its_id()
    {
        await _teams.SayAsync("scientist", "launch pytorch-a100", TeamsDesk.Group);

        Assert.Equal(new Conversation("teams", TeamsDesk.Group, IsDirect: false), (await _teams.MachineAsync("scientist")).Home);
        Assert.Equal(TeamsDesk.Group, Assert.Single(_teams.Messages).Conversation);
    }

    [Fact]
    public async Task Answers_what_concerns_one_person_in_their_own_chat_and_says_nothing_in_the_channel()
    {
        await _teams.SayAsync("scientist", "help", TeamsDesk.Thread);

        Assert.Equal([$"{TeamsDesk.ChatOf("scientist")}: What you can say"], _teams.Shown());
    }

    [Fact]
    public async Task Answers_a_mistake_in_their_own_chat_too()
    {
        await _teams.SayAsync("scientist", "lanch", TeamsDesk.Thread);

        var shown = Assert.Single(_teams.Messages);
        Assert.Equal(TeamsDesk.ChatOf("scientist"), shown.Conversation);
        Assert.StartsWith("I do not know \"lanch\".", shown.Card.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_in_the_channel_that_it_cannot_answer_there_when_the_person_has_no_chat_with_it()
    {
        _teams.Connector.Before = call => Task.FromResult(
            call.Path is ["conversations"] ? FakeConnector.Error(HttpStatusCode.Forbidden, "BotNotInConversationRoster") : null);

        await _teams.SayAsync("scientist", "help", TeamsDesk.Thread);

        var shown = Assert.Single(_teams.Messages);
        Assert.Equal(TeamsDesk.Thread, shown.Conversation);
        Assert.StartsWith("I can tell you that in a personal chat only.", shown.Card.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_in_the_thread_of_the_message()
    {
        await _teams.SayAsync("scientist", "catalog", TeamsDesk.Thread, id: "77");

        Assert.Contains(_teams.Connector.Calls, call => call.Path is ["conversations", TeamsDesk.Thread, "activities", "77"]);
    }

    [Fact]
    public async Task Takes_a_button_of_an_old_client_for_what_it_says()
    {
        var machine = await _teams.Desk.HasAsync(Some.Running());
        var pressed = _teams.Activity("message", "scientist");
        pressed["value"] = new JsonObject { ["chatops"] = new JsonObject { ["say"] = $"stop id:{machine.Id}", ["card"] = $"machine-{machine.Id}" } };

        await _teams.HandleAsync(pressed);

        Assert.Equal([$"{TeamsDesk.ChatOf("scientist")}: Stopping ember-otter"], _teams.Shown());
        Assert.Equal(Wanted.Stopped, (await _teams.Desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Tells_who_edits_a_message_that_this_does_nothing()
    {
        await _teams.SayAsync("scientist", "catalog", id: "5");
        var edited = _teams.Message("scientist", "launch pytorch-a100", id: "5");
        edited["type"] = "messageUpdate";
        edited["channelData"] = new JsonObject { ["eventType"] = "editMessage", ["tenant"] = new JsonObject { ["id"] = TeamsDesk.Tenant } };

        await _teams.HandleAsync(edited);
        await _teams.HandleAsync(edited);

        Assert.Equal("I do not act on edited messages. Send it as a new one.", _teams.Messages[^1].Card.Title);
        Assert.Equal(2, _teams.Messages.Count);
        Assert.Empty(await _teams.Desk.Machines.OwnedByAsync("scientist@contoso.example", Cancellation));
    }

    [Theory]
    [InlineData("messageDelete")]
    [InlineData("messageReaction")]
    [InlineData("typing")]
    [InlineData("somethingNew")]
    public async Task Takes_what_it_does_not_know_and_does_nothing(string type)
    {
        Assert.Equal(200, (await _teams.HandleAsync(_teams.Activity(type, "scientist"))).Status);
        Assert.Empty(_teams.Connector.Calls);
    }

    [Fact]
    public async Task Does_not_talk_with_other_bots()
    {
        var activity = _teams.Message("scientist", "help");
        activity["from"] = new JsonObject { ["id"] = "28:another", ["aadObjectId"] = TeamsDesk.EntraId("scientist") };

        Assert.Equal(200, (await _teams.HandleAsync(activity)).Status);
        Assert.Empty(_teams.Connector.Calls);
    }

    [Fact]
    public async Task Answers_two_people_at_once()
    {
        await Task.WhenAll(
            _teams.SayAsync("scientist", "launch pytorch-a100", TeamsDesk.Thread),
            _teams.SayAsync("scientist2", "launch pytorch-a100", TeamsDesk.Thread));

        Assert.NotEqual((await _teams.MachineAsync("scientist")).Id, (await _teams.MachineAsync("scientist2")).Id);
        Assert.Equal(2, _teams.Messages.Count);
    }
}
