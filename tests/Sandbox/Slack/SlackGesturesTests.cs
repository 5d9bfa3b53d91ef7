using System.Text.Json.Nodes;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Slack;

namespace ChatOps.Tests.Sandbox.Slack;

public sealed class SlackGesturesTests : IAsyncLifetime
{
    private SlackDesk? _desk;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SlackDesk Desk => _desk ?? throw new InvalidOperationException("It has not started.");

    private IEnumerable<string> ScientistSees => Desk.Workspace.Seen(Desk.Scientist, Desk.Vision).Select(message => message.Text);

    public async ValueTask InitializeAsync() => _desk = await SlackDesk.OpenAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null) await _desk.DisposeAsync();
    }

    [Fact]
    public async Task A_slash_command_is_a_form_and_its_answer_is_for_the_person_only()
    {
        Desk.Answer = _ => (200, """{"response_type":"ephemeral","text":"You have no machines."}""");
        Assert.True(await Desk.Gestures.Say(Desk.Scientist, "vision", "/gpu launch <t4> & go").RunAsync(Cancellation));

        var heard = Assert.Single(Desk.Heard);
        Assert.Equal("/api/slack/commands", heard.Path);
        Assert.Equal(("/gpu", "launch &lt;t4&gt; &amp; go"), (heard.Form["command"], heard.Form["text"]));
        Assert.Equal((Desk.Scientist.Id, Desk.Vision.Id, "vision"), (heard.Form["user_id"], heard.Form["channel_id"], heard.Form["channel_name"]));
        Assert.Equal((SandboxSlack.WorkspaceId, SandboxSlack.AppId), (heard.Form["team_id"], heard.Form["api_app_id"]));
        Assert.Equal(Desk.Scientist, Desk.StandIn.Triggers.Use(heard.Form["trigger_id"]));
        Assert.Equal((200, "ok"), await Desk.HookAsync(new Uri(heard.Form["response_url"]), new JsonObject { ["text"] = "later" }, Cancellation));
        Assert.Equal(["You have no machines.", "later"], ScientistSees);
        Assert.Empty(Desk.Workspace.Seen(Desk.Person("manager"), Desk.Vision));
    }

    [Theory]
    [InlineData("in_channel", 1)]
    [InlineData("ephemeral", 0)]
    public async Task The_answer_to_a_slash_command_says_who_sees_it(string type, int others)
    {
        Desk.Answer = _ => (200, $$"""{"response_type":"{{type}}","text":"Done."}""");
        await Desk.Gestures.Say(Desk.Scientist, "vision", "/gpu status").RunAsync(Cancellation);

        Assert.Equal(others, Desk.Workspace.Seen(Desk.Person("manager"), Desk.Vision).Count);
    }

    [Theory]
    [InlineData(500, "", "/gpu failed with the error \"dispatch_failed\"")]
    [InlineData(401, "", "/gpu failed with the error \"dispatch_failed\"")]
    [InlineData(200, "{\"text\":\"\"}", "/gpu failed with the error \"no_text\"")]
    public async Task A_slash_command_that_fails_is_not_tried_again_and_the_person_sees_it(int status, string body, string seen)
    {
        Desk.Answer = _ => (status, body);
        Assert.Equal(status == 200, await Desk.Gestures.Say(Desk.Scientist, "vision", "/gpu status").RunAsync(Cancellation));

        Assert.Single(Desk.Heard);
        Assert.Equal([seen], ScientistSees);
    }

    [Fact]
    public async Task A_mention_is_an_event_and_comes_again_until_it_is_taken()
    {
        Desk.Answer = _ => (Desk.Heard.Count < 3 ? 500 : 200, "");
        Assert.True(await Desk.Gestures.Say(Desk.Scientist, "vision", "approve otter for manager@contoso.example & @manager").RunAsync(Cancellation));

        var happened = Desk.Heard[0].Json["event"];
        var manager = Desk.Person("manager").Id;
        Assert.Equal(("app_mention", Desk.Scientist.Id), ((string?)happened?["type"], (string?)happened?["user"]));
        Assert.Equal(
            $"<@{SandboxSlack.BotId}> approve otter for <mailto:manager@contoso.example|manager@contoso.example> &amp; <@{manager}>",
            (string?)happened?["text"]);
        Assert.Equal(["", "1", "2"], Desk.Heard.Select(heard => $"{heard.Headers["X-Slack-Retry-Num"]}"));
        Assert.Single(Desk.Heard.Select(heard => heard.Body).Distinct());
    }

    [Fact]
    public async Task An_event_is_given_up_after_three_retries()
    {
        Desk.Answer = _ => (500, "");
        Assert.False(await Desk.Gestures.Say(Desk.Scientist, channel: null, "status").RunAsync(Cancellation));

        Assert.Equal(4, Desk.Heard.Count);
        Assert.Equal(("message", "im"), ((string?)Desk.Heard[0].Json["event"]?["type"], (string?)Desk.Heard[0].Json["event"]?["channel_type"]));
    }

    [Fact]
    public async Task The_last_delivery_comes_once_more_as_it_was()
    {
        await Desk.Gestures.Say(Desk.Scientist, channel: null, "status").RunAsync(Cancellation);
        await Desk.Gestures.Redeliver().RunAsync(Cancellation);

        Assert.Equal(Desk.Heard[0].Body, Desk.Heard[1].Body);
        Assert.Equal(["", "1"], Desk.Heard.Select(heard => $"{heard.Headers["X-Slack-Retry-Num"]}"));
    }

    [Fact]
    public async Task An_edit_says_what_was_said_before()
    {
        await Desk.Gestures.Say(Desk.Scientist, channel: null, "stop otter").RunAsync(Cancellation);
        var message = Desk.Workspace.Direct(Desk.Scientist).Messages[0];
        await Desk.Gestures.Edit(Desk.Scientist, message, "stop heron").RunAsync(Cancellation);

        var happened = Desk.Heard[1].Json["event"];
        Assert.Equal("message_changed", (string?)happened?["subtype"]);
        Assert.Equal(("stop heron", "stop otter"), ((string?)happened?["message"]?["text"], (string?)happened?["previous_message"]?["text"]));
    }

    [Fact]
    public async Task A_press_names_the_message_and_what_was_pressed()
    {
        var message = Post(SlackDesk.Button("stop"), onlyFor: null);
        await Desk.Gestures.Press(Desk.Scientist, message, "stop").RunAsync(Cancellation);

        var payload = Desk.Heard[0].Json;
        Assert.Equal(("block_actions", message.Ts), ((string?)payload["type"], (string?)payload["container"]?["message_ts"]));
        Assert.Equal(("stop", "otter", "buttons"), (
            (string?)payload["actions"]?[0]?["action_id"], (string?)payload["actions"]?[0]?["value"], (string?)payload["actions"]?[0]?["block_id"]));
        Assert.Equal(message.Ts, (string?)payload["message"]?["ts"]);
        await Desk.HookAsync(new Uri($"{payload["response_url"]}"), new JsonObject { ["text"] = "after", ["replace_original"] = true }, Cancellation);
        Assert.Equal(["after"], ScientistSees);
    }

    [Fact]
    public async Task What_only_one_person_sees_is_not_in_the_payload_and_not_anybody_s_to_press()
    {
        var message = Post(SlackDesk.Button("stop"), Desk.Scientist);
        await Desk.Gestures.Press(Desk.Scientist, message, "stop").RunAsync(Cancellation);

        Assert.Null(Desk.Heard[0].Json["message"]);
        Assert.True((bool?)Desk.Heard[0].Json["container"]?["is_ephemeral"]);
        Assert.Throws<UserError>(() => Desk.Gestures.Press(Desk.Person("manager"), message, "stop"));
        Assert.Throws<UserError>(() => Desk.Gestures.Press(Desk.Scientist, message, "another"));
    }

    [Fact]
    public async Task What_is_filled_in_is_submitted_and_closes_the_modal()
    {
        Desk.Workspace.Open(Desk.Scientist, SlackDesk.Modal(), isHome: false);
        var values = new Dictionary<string, string> { ["name"] = "otter", ["size"] = "One T4" };
        await Desk.Gestures.Submit(Desk.Scientist, values).RunAsync(Cancellation);

        var view = Desk.Heard[0].Json["view"];
        Assert.Equal(("launch", "kept"), ((string?)view?["callback_id"], (string?)view?["private_metadata"]));
        var state = view?["state"]?["values"];
        Assert.Equal(("otter", "8"), ((string?)state?["name"]?["name"]?["value"], (string?)state?["hours"]?["hours"]?["value"]));
        Assert.Equal("t4", (string?)state?["size"]?["size"]?["selected_option"]?["value"]);
        Assert.Null(Desk.Workspace.Modal(Desk.Scientist));
    }

    [Theory]
    [InlineData("name", "", "Please complete this required field.")]
    [InlineData("hours", "many", "Enter a valid number.")]
    [InlineData("hours", "1.5", "Enter a whole number.")]
    [InlineData("hours", "0", "Enter a number that is at least 1.")]
    public async Task What_Slack_itself_finds_wrong_does_not_reach_the_program(string field, string value, string problem)
    {
        var view = Desk.Workspace.Open(Desk.Scientist, SlackDesk.Modal(), isHome: false);
        var values = new Dictionary<string, string> { ["name"] = "otter", [field] = value };
        Assert.True(await Desk.Gestures.Submit(Desk.Scientist, values).RunAsync(Cancellation));

        Assert.Empty(Desk.Heard);
        Assert.Equal(problem, view.Errors[field]);
    }

    [Theory]
    [InlineData("""{"response_action":"errors","errors":{"name":"That name is taken."}}""", 200, "name=That name is taken.")]
    [InlineData("", 500, "=We had some trouble connecting. Try again?")]
    [InlineData("""{"response_action":"shout"}""", 200, "=We had some trouble connecting. Try again?")]
    public async Task A_modal_stays_open_with_what_is_wrong(string body, int status, string errors)
    {
        Desk.Answer = _ => (status, body);
        var view = Desk.Workspace.Open(Desk.Scientist, SlackDesk.Modal(), isHome: false);
        await Desk.Gestures.Submit(Desk.Scientist, new Dictionary<string, string> { ["name"] = "otter" }).RunAsync(Cancellation);

        Assert.Equal(errors, string.Join(' ', view.Errors.Select(error => $"{error.Key}={error.Value}")));
        Assert.Equal(view, Desk.Workspace.Modal(Desk.Scientist));
    }

    [Fact]
    public async Task A_modal_becomes_another_one()
    {
        var next = SlackDesk.Modal();
        next["callback_id"] = "next";
        Desk.Answer = _ => (200, new JsonObject { ["response_action"] = "update", ["view"] = next.DeepClone() }.ToJsonString());
        var view = Desk.Workspace.Open(Desk.Scientist, SlackDesk.Modal(), isHome: false);
        await Desk.Gestures.Submit(Desk.Scientist, new Dictionary<string, string> { ["name"] = "otter" }).RunAsync(Cancellation);

        Assert.Equal("next", (string?)view.Content["callback_id"]);
    }

    [Fact]
    public async Task Nobody_fills_in_what_is_not_there()
    {
        Assert.Throws<UserError>(() => Desk.Gestures.Submit(Desk.Scientist, new Dictionary<string, string>()));
        Desk.Workspace.Open(Desk.Scientist, SlackDesk.Modal(), isHome: false);

        var error = Assert.Throws<UserError>(() => Desk.Gestures.Submit(Desk.Scientist, new Dictionary<string, string> { ["hour"] = "8" }));
        Assert.Contains("hours", error.Message, StringComparison.Ordinal);
        await Desk.Gestures.Cancel(Desk.Scientist).RunAsync(Cancellation);
        Assert.Null(Desk.Workspace.Modal(Desk.Scientist));
    }

    [Fact]
    public async Task The_Home_tab_is_asked_for_when_it_is_opened_and_can_be_pressed()
    {
        var content = new JsonObject { ["type"] = "home", ["blocks"] = SlackDesk.Button("launch") };
        var home = Desk.Workspace.Open(Desk.Scientist, content, isHome: true);
        await Desk.Gestures.OpenHome(Desk.Scientist).RunAsync(Cancellation);
        await Desk.Gestures.Press(home, "launch").RunAsync(Cancellation);

        Assert.Equal("app_home_opened", (string?)Desk.Heard[0].Json["event"]?["type"]);
        Assert.Equal(SandboxSlack.BotId, (string?)Desk.Heard[0].Json["authorizations"]?[0]?["user_id"]);
        Assert.Equal(home.Id, (string?)Desk.Heard[1].Json["container"]?["view_id"]);
    }

    [Fact]
    public async Task Where_the_bot_is_not_it_hears_slash_commands_only_until_it_is_brought_in()
    {
        Assert.Throws<UserError>(() => Desk.Gestures.Say(Desk.Scientist, "general", "hello"));
        Assert.Throws<UserError>(() => Desk.Gestures.Say(Desk.Person("stranger"), "vision", "/gpu status"));
        await Desk.Gestures.Say(Desk.Scientist, "general", "/gpu status").RunAsync(Cancellation);
        var general = Desk.Workspace.Channel("general") ?? throw new InvalidOperationException("There is no #general.");
        await Desk.Gestures.Invite(Desk.Scientist, general).RunAsync(Cancellation);
        await Desk.Gestures.Say(Desk.Scientist, "general", "hello").RunAsync(Cancellation);

        Assert.Equal(
            ["", "member_joined_channel", "app_mention"],
            Desk.Heard.Select(heard => heard.Path.EndsWith("events", StringComparison.Ordinal) ? (string?)heard.Json["event"]?["type"] : ""));
    }

    [Fact]
    public async Task Everybody_who_may_see_a_change_is_told_of_it()
    {
        var told = new List<string>();
        Desk.Workspace.Changed += change => told.Add(string.Join(',', Desk.Workspace.People.Where(change.IsSeenBy).Select(person => person.Handle)));
        Post(SlackDesk.Line("all"), onlyFor: null);
        Post(SlackDesk.Line("one"), Desk.Scientist);
        Desk.Workspace.Open(Desk.Person("manager"), SlackDesk.Modal(), isHome: false);
        await Desk.Gestures.Cancel(Desk.Person("manager")).RunAsync(Cancellation);

        Assert.Equal(["manager,manager2,scientist,scientist2,admin,guest", "scientist", "manager", "manager"], told);
    }

    private SlackMessage Post(JsonArray blocks, SlackPerson? onlyFor)
    {
        var message = new SlackMessage { Ts = Desk.Workspace.NextTs(), Channel = Desk.Vision, Text = "before", Blocks = blocks, OnlyFor = onlyFor };
        Desk.Workspace.Post(message);
        return message;
    }
}
