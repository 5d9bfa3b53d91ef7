using System.Net;
using System.Text.Json.Nodes;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Tests.Bot.Channels.Teams.Tokens;

namespace ChatOps.Tests.Bot.Channels.Teams;

public sealed class TeamsPressTests(IssuerFixture issuer) : IClassFixture<IssuerFixture>, IDisposable
{
    private readonly TeamsDesk _teams = new(issuer.Issuer);

    public void Dispose() => _teams.Dispose();

    [Fact]
    public async Task Answers_a_press_on_a_machines_card_with_the_card_as_it_is_then()
    {
        var machine = await RunningAsync();

        var answer = await _teams.HandleAsync(PressStop("scientist", machine));

        Assert.Equal((200, "200"), (answer.Status, $"{TeamsDesk.Read(answer)["statusCode"]}"));
        Assert.Contains("ember-otter is stopping", TeamsDesk.Seen(answer), StringComparison.Ordinal);
        Assert.Equal(Wanted.Stopped, (await _teams.Desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Says_nothing_more_in_the_conversation_when_the_pressed_card_says_it()
    {
        var machine = await RunningAsync();

        await _teams.HandleAsync(PressStop("scientist", machine));

        Assert.Empty(_teams.Shown());
    }

    [Fact]
    public async Task Says_in_the_conversation_what_was_ordered_by_a_button_of_another_card()
    {
        var machine = await RunningAsync();

        var answer = await _teams.HandleAsync(_teams.Press("scientist", $"stop id:{machine.Id}", conversation: TeamsDesk.Thread));

        Assert.Equal("Stopping ember-otter", TeamsDesk.Seen(answer));
        Assert.Equal([$"{TeamsDesk.Thread}: Stopping ember-otter"], _teams.Shown());
    }

    [Fact]
    public async Task Orders_once_what_is_pressed_twice()
    {
        var machine = await RunningAsync();

        await Task.WhenAll(_teams.HandleAsync(PressStop("scientist", machine)), _teams.HandleAsync(PressStop("scientist", machine)));

        var events = await _teams.Desk.Machines.HistoryAsync(machine.Id, TestContext.Current.CancellationToken)
            .CountAsync(happened => happened.Kind == EventKind.StopRequested, TestContext.Current.CancellationToken);
        Assert.Equal(1, events);
    }

    [Fact]
    public async Task Says_in_time_that_a_press_takes_longer_and_goes_on_with_it()
    {
        var gate = new TaskCompletionSource<HttpResponseMessage?>();
        _teams.Connector.Before = _ => gate.Task;
        var press = _teams.Press("scientist", "catalog");
        var first = _teams.HandleAsync(press);
        var patience = await _teams.Answering.NextWaitAsync(TestContext.Current.CancellationToken);
        Assert.InRange(patience, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(9));
        _teams.Answering.Advance(patience);
        Assert.Equal("It takes a moment longer; I am on it.", TeamsDesk.Seen(await first));

        var second = _teams.HandleAsync(press);
        _teams.Connector.Work();
        gate.SetResult(null);

        Assert.Equal("What you can launch", TeamsDesk.Seen(await second));
        Assert.Single(_teams.Messages);
    }

    [Fact]
    public async Task Knows_a_button_from_before_it_was_started_again()
    {
        await _teams.HandleAsync(_teams.Install("add", "manager", TeamsDesk.Channel));
        var machine = await RunningAsync();
        await _teams.PutAsync(machine);
        _teams.Restart();

        Assert.Contains("ember-otter", TeamsDesk.Seen(await _teams.HandleAsync(PressStop("scientist", machine))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_whoever_may_not_and_shows_the_card_without_buttons()
    {
        var machine = await RunningAsync();

        var seen = TeamsDesk.Seen(await _teams.HandleAsync(PressStop("scientist2", machine)));

        Assert.Equal("I answered you in our chat.", seen);
        Assert.Equal([$"{TeamsDesk.ChatOf("scientist2")}: ember-otter belongs to scientist. Ask them, or a manager of team vision."], _teams.Shown());
        Assert.Equal(Wanted.Running, (await _teams.Desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Says_when_it_could_only_be_answered_alone()
    {
        var machine = await RunningAsync();
        _teams.Connector.Before = call => Task.FromResult(
            call.Path is ["conversations"] ? FakeConnector.Error(HttpStatusCode.Forbidden, "BotNotInConversationRoster") : null);

        var seen = TeamsDesk.Seen(await _teams.HandleAsync(_teams.Press("scientist", $"connect id:{machine.Id}", conversation: TeamsDesk.Thread)));

        Assert.StartsWith("I can answer that in a personal chat only.", seen, StringComparison.Ordinal);
        Assert.Empty(_teams.Messages);
    }

    [Fact]
    public async Task Answers_a_press_on_any_other_card_with_a_line()
    {
        Assert.Equal("What you can launch", TeamsDesk.Seen(await _teams.HandleAsync(_teams.Press("scientist", "catalog"))));
        Assert.Equal([$"{TeamsDesk.ChatOf("scientist")}: What you can launch"], _teams.Shown());
    }

    [Fact]
    public async Task Says_what_was_done_when_the_answer_cannot_be_posted()
    {
        var machine = await RunningAsync();
        _teams.Connector.Refuse(HttpMethod.Post, HttpStatusCode.InternalServerError, "ServiceError");

        var press = _teams.Press("scientist", $"stop id:{machine.Id}", conversation: TeamsDesk.Thread);
        Assert.Equal("Stopping ember-otter", TeamsDesk.Seen(await _teams.HandleAsync(press)));
        Assert.Equal(Wanted.Stopped, (await _teams.Desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Launches_what_a_form_says()
    {
        var filled = new JsonObject
        {
            ["chatops"] = new JsonObject { ["fill"] = "launch" },
            ["blueprint"] = "pytorch-a100",
            ["hours"] = "2",
            ["spot"] = "no",
            ["name"] = "",
            ["something"] = "else",
        };

        var seen = TeamsDesk.Seen(await _teams.HandleAsync(_teams.Execute("scientist", "fill", filled)));

        var machine = await _teams.MachineAsync("scientist");
        Assert.Equal(TimeSpan.FromHours(2), machine.LeaseLength);
        Assert.Equal($"{machine.Name} is on its way", seen);
    }

    [Fact]
    public async Task Takes_no_value_of_a_form_for_a_command()
    {
        var filled = new JsonObject
        {
            ["chatops"] = new JsonObject { ["fill"] = "launch" },
            ["blueprint"] = "pytorch-a100",
            ["name"] = "x\" --spot --keep-on-failure",
        };

        await _teams.HandleAsync(_teams.Execute("scientist", "fill", filled));

        Assert.StartsWith("\"x --spot --keep-on-failure\" cannot be a machine's name.", Assert.Single(_teams.Messages).Card.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_a_machines_buttons_in_a_channel_to_those_who_may_press_them()
    {
        await _teams.HandleAsync(_teams.Install("add", "manager", TeamsDesk.Channel));
        var machine = await RunningAsync();
        await _teams.PutAsync(machine);

        var shown = _teams.Messages[^1];
        Assert.Empty(shown.Card.Buttons);
        Assert.Equal(["29:scientist", "29:manager", "29:admin"], shown.Adaptive["refresh"]?["userIds"]?.AsArray().Select(id => $"{id}"));
        Assert.Contains("[Connect]  [Extend 2h]  [Stop]  [Terminate]", await ViewAsync("scientist", machine), StringComparison.Ordinal);
        Assert.Contains("[Stop]", await ViewAsync("manager", machine), StringComparison.Ordinal);
        Assert.DoesNotContain("[", await ViewAsync("scientist2", machine), StringComparison.Ordinal);
    }

    // They are many and each is a card: they are not kept for when they come again.
    [Fact]
    public async Task Shows_who_looks_again_what_there_is_by_then()
    {
        var machine = await RunningAsync();
        var data = new JsonObject { ["chatops"] = new JsonObject { ["card"] = MachineCard.Key(machine.Id) } };
        var look = _teams.Execute("scientist", "refresh", data, TeamsDesk.Thread);
        Assert.DoesNotContain("stopping", TeamsDesk.Seen(await _teams.HandleAsync(look)), StringComparison.Ordinal);
        await _teams.HandleAsync(PressStop("scientist", machine));

        Assert.Contains("stopping", TeamsDesk.Seen(await _teams.HandleAsync(look)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_nothing_of_other_teams_machines()
    {
        var machine = await _teams.Desk.HasAsync(Some.Running() with { Owner = "outsider@contoso.example", Team = "speech" });

        Assert.DoesNotContain("ember-otter", await ViewAsync("scientist", machine), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"action":{"verb":"explode","data":{"chatops":{"say":"stop"}}}}""")]
    [InlineData("""{"action":{"verb":"say","data":{"chatops":{"fill":"launch"}}}}""")]
    [InlineData("""{"action":{"verb":"say","data":{"chatops":7}}}""")]
    [InlineData("""{"action":{"verb":"say","data":[]}}""")]
    [InlineData("""{"action":{"verb":"say"}}""")]
    [InlineData("""{"action":7}""")]
    [InlineData("[]")]
    [InlineData("\"say\"")]
    [InlineData("null")]
    public async Task Answers_what_is_no_button_of_its_own_with_an_error(string value)
    {
        var activity = _teams.Press("scientist", "stop");
        activity["value"] = JsonNode.Parse(value);

        var answer = await _teams.HandleAsync(activity);

        Assert.Equal(200, answer.Status);
        Assert.Equal(("400", "application/vnd.microsoft.error", "BadRequest"),
            ($"{TeamsDesk.Read(answer)["statusCode"]}", $"{TeamsDesk.Read(answer)["type"]}", $"{TeamsDesk.Read(answer)["value"]?["code"]}"));
    }

    [Fact]
    public async Task Knows_no_other_invokes()
    {
        var activity = _teams.Press("scientist", "stop");
        activity["name"] = "task/fetch";

        Assert.Equal(501, (await _teams.HandleAsync(activity)).Status);
    }

    [Fact]
    public async Task Tells_strangers_so_for_a_moment_only()
    {
        _teams.Join("visitor");

        Assert.StartsWith("I do not know you.", TeamsDesk.Seen(await _teams.HandleAsync(_teams.Press("visitor", "list all"))), StringComparison.Ordinal);
        Assert.Empty(_teams.Messages);
    }

    /// <summary>The scientist's, launched in the team's channel.</summary>
    private Task<Machine> RunningAsync() => _teams.Desk.HasAsync(Some.Running() with { Home = new Conversation("teams", "vision", IsDirect: false) });

    private JsonObject PressStop(string handle, Machine machine) =>
        _teams.Press(handle, $"stop id:{machine.Id}", MachineCard.Key(machine.Id), TeamsDesk.Thread);

    private async Task<string> ViewAsync(string handle, Machine machine)
    {
        var data = new JsonObject { ["chatops"] = new JsonObject { ["card"] = MachineCard.Key(machine.Id) } };
        return TeamsDesk.Seen(await _teams.HandleAsync(_teams.Execute(handle, "refresh", data, TeamsDesk.Thread)));
    }
}
