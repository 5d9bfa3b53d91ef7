using System.Net;
using System.Text.Json.Nodes;
using ChatOps.Sandbox.Slack;

namespace ChatOps.Tests.Sandbox.Slack;

public sealed class SlackStandInTests : IAsyncLifetime
{
    private SlackDesk? _desk;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SlackDesk Desk => _desk ?? throw new InvalidOperationException("It has not started.");

    public async ValueTask InitializeAsync() => _desk = await SlackDesk.OpenAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null) await _desk.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_posted_and_edited()
    {
        var posted = await CallAsync("chat.postMessage", Message());
        var edit = new JsonObject { ["channel"] = Desk.Vision.Id, ["ts"] = (string?)posted["ts"], ["text"] = "after", ["blocks"] = SlackDesk.Line("after") };
        var edited = await CallAsync("chat.update", edit);

        var seen = Assert.Single(Desk.Workspace.Seen(Desk.Scientist, Desk.Vision));
        Assert.Equal((true, true), ((bool?)posted["ok"], (bool?)edited["ok"]));
        Assert.Equal((seen.Ts, Desk.Vision.Id, "after"), ((string?)posted["ts"], (string?)posted["channel"], seen.Text));
        Assert.Equal("after", (string?)seen.Blocks?[0]?["elements"]?[0]?["text"]);
        Assert.Matches(@"^\d{10}\.\d{6}$", seen.Ts);
        Assert.NotNull(seen.EditedTs);
    }

    [Fact]
    public async Task An_edit_of_the_text_alone_keeps_the_blocks_and_an_empty_list_takes_them()
    {
        var posted = await CallAsync("chat.postMessage", Message());
        var edit = new JsonObject { ["channel"] = Desk.Vision.Id, ["ts"] = (string?)posted["ts"], ["text"] = "after" };
        await CallAsync("chat.update", edit);
        Assert.NotNull(Desk.Vision.Messages[0].Blocks);

        edit["blocks"] = new JsonArray();
        await CallAsync("chat.update", edit);
        Assert.Null(Desk.Vision.Messages[0].Blocks);
    }

    [Fact]
    public async Task Who_is_named_instead_of_a_channel_gets_a_direct_message()
    {
        var opened = await CallAsync("conversations.open", new JsonObject { ["users"] = Desk.Scientist.Id });
        var posted = await CallAsync("chat.postMessage", new JsonObject { ["channel"] = Desk.Scientist.Id, ["text"] = "hello" });

        Assert.Equal(Desk.Workspace.Direct(Desk.Scientist).Id, (string?)opened["channel"]?["id"]);
        Assert.Equal((string?)opened["channel"]?["id"], (string?)posted["channel"]);
    }

    [Fact]
    public async Task A_message_to_one_person_is_seen_by_nobody_else_and_cannot_be_edited()
    {
        var posted = await CallAsync("chat.postEphemeral", new JsonObject
        {
            ["channel"] = Desk.Vision.Id,
            ["user"] = Desk.Scientist.Id,
            ["text"] = "psst",
        });

        Assert.Equal((string?)posted["message_ts"], Assert.Single(Desk.Workspace.Seen(Desk.Scientist, Desk.Vision)).Ts);
        Assert.Empty(Desk.Workspace.Seen(Desk.Person("manager"), Desk.Vision));
        var edit = new JsonObject { ["channel"] = Desk.Vision.Id, ["ts"] = (string?)posted["message_ts"], ["text"] = "hello" };
        Assert.Equal("message_not_found", await RefusedAsync("chat.update", edit));
    }

    [Fact]
    public async Task A_reply_goes_into_a_thread_that_has_begun()
    {
        var root = (string?)(await CallAsync("chat.postMessage", Message()))["ts"];
        var reply = Message();
        reply["thread_ts"] = root;
        await CallAsync("chat.postMessage", reply);

        Assert.Equal([null, root], Desk.Vision.Messages.Select(message => message.ThreadTs));
        var onReply = Message();
        onReply["thread_ts"] = Desk.Vision.Messages[1].Ts;
        Assert.Equal("cannot_reply_to_message", await RefusedAsync("chat.postMessage", onReply));
    }

    [Theory]
    [InlineData("channel_not_found", "channel", "C0NOWHERE0")]
    [InlineData("not_in_channel", "channel", "C0GENERAL0")]
    [InlineData("invalid_arguments", "channel", null)]
    [InlineData("no_text", "text", null)]
    [InlineData("invalid_blocks_format", "blocks", "[{")]
    [InlineData("cannot_reply_to_message", "thread_ts", "1503435956.000247")]
    public async Task Takes_no_message_with_one_thing_wrong(string error, string name, string? value)
    {
        var message = Message();
        message[name] = value;
        if (name == "text") message.Remove("blocks");
        Assert.Equal(error, await RefusedAsync("chat.postMessage", message));
    }

    [Fact]
    public async Task Blocks_that_it_does_not_know_are_refused_with_the_reason()
    {
        Assert.Null(await RefusedAsync("chat.postMessage", Message()));
        Desk.StandIn.Unknown = ["context"];
        var refused = await CallAsync("chat.postMessage", Message());

        Assert.Equal("invalid_blocks", (string?)refused["error"]);
        Assert.Contains("context", $"{refused["response_metadata"]?["messages"]?[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_may_be_long_but_not_longer_than_that()
    {
        var message = new JsonObject { ["channel"] = Desk.Vision.Id, ["text"] = new string('x', 40_000) };
        Assert.Null(await RefusedAsync("chat.postMessage", message));
        message["text"] = new string('x', 40_001);
        Assert.Equal("msg_too_long", await RefusedAsync("chat.postMessage", message));
    }

    [Theory]
    [InlineData("message_not_found", "ts", "1503435956.000247")]
    [InlineData("channel_not_found", "channel", "C0NOWHERE0")]
    [InlineData("no_text", "text", null)]
    [InlineData("invalid_arguments", "ts", null)]
    public async Task Edits_no_message_with_one_thing_wrong(string error, string name, string? value)
    {
        var posted = await CallAsync("chat.postMessage", Message());
        var edit = new JsonObject { ["channel"] = Desk.Vision.Id, ["ts"] = (string?)posted["ts"], ["text"] = "after", [name] = value };
        Assert.Equal(error, await RefusedAsync("chat.update", edit));
    }

    [Fact]
    public async Task Edits_no_message_of_a_person()
    {
        await Desk.Gestures.Say(Desk.Scientist, "vision", "hello").RunAsync(Cancellation);
        var edit = new JsonObject { ["channel"] = Desk.Vision.Id, ["ts"] = Desk.Vision.Messages[0].Ts, ["text"] = "after" };
        Assert.Equal("cant_update_message", await RefusedAsync("chat.update", edit));
    }

    [Theory]
    [InlineData("user_not_in_channel", "user", "U0NOBODY00")]
    [InlineData("channel_not_found", "channel", "C0NOWHERE0")]
    [InlineData("not_in_channel", "channel", "C0GENERAL0")]
    [InlineData("no_text", "text", null)]
    public async Task Shows_nobody_a_message_with_one_thing_wrong(string error, string name, string? value)
    {
        var message = new JsonObject { ["channel"] = Desk.Vision.Id, ["user"] = Desk.Scientist.Id, ["text"] = "psst", [name] = value };
        Assert.Equal(error, await RefusedAsync("chat.postEphemeral", message));
    }

    [Fact]
    public async Task A_trigger_opens_one_modal_and_only_at_once()
    {
        var used = new JsonObject { ["trigger_id"] = Desk.StandIn.Triggers.New(Desk.Scientist), ["view"] = SlackDesk.Modal() };
        var opened = await CallAsync("views.open", used);

        Assert.Equal(Desk.Workspace.Modal(Desk.Scientist)?.Id, (string?)opened["view"]?["id"]);
        Assert.Equal("exchanged_trigger_id", await RefusedAsync("views.open", used));
        var late = new JsonObject { ["trigger_id"] = Desk.StandIn.Triggers.New(Desk.Scientist), ["view"] = SlackDesk.Modal() };
        Desk.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("expired_trigger_id", await RefusedAsync("views.open", late));
        late["trigger_id"] = "1.2.3";
        Assert.Equal("invalid_trigger_id", await RefusedAsync("views.open", late));
    }

    [Fact]
    public async Task A_view_that_has_changed_since_is_not_overwritten()
    {
        var view = Desk.Workspace.Open(Desk.Scientist, SlackDesk.Modal(), isHome: false);
        var update = new JsonObject { ["view_id"] = view.Id, ["hash"] = view.Hash, ["view"] = SlackDesk.Modal() };

        Assert.Null(await RefusedAsync("views.update", update));
        Assert.Equal("hash_conflict", await RefusedAsync("views.update", update));
        Desk.Workspace.Close(view);
        Assert.Equal("not_found", await RefusedAsync("views.update", update));
    }

    [Fact]
    public async Task A_Home_tab_is_published_again_and_again()
    {
        var home = new JsonObject { ["type"] = "home", ["blocks"] = SlackDesk.Line("one") };
        var publish = new JsonObject { ["user_id"] = Desk.Scientist.Id, ["view"] = home };
        var first = await CallAsync("views.publish", publish);
        home["blocks"] = SlackDesk.Line("two");
        var second = await CallAsync("views.publish", publish);

        Assert.Equal((string?)first["view"]?["id"], (string?)second["view"]?["id"]);
        Assert.Equal("two", (string?)Desk.Workspace.Home(Desk.Scientist)?.Blocks[0]?["elements"]?[0]?["text"]);
        publish["hash"] = (string?)first["view"]?["hash"];
        Assert.Equal("hash_conflict", await RefusedAsync("views.publish", publish));
        publish["user_id"] = "U0NOBODY00";
        Assert.Equal("user_not_found", await RefusedAsync("views.publish", publish));
        publish["view"] = SlackDesk.Modal();
        Assert.Equal("invalid_arguments", await RefusedAsync("views.publish", publish));
    }

    [Theory]
    [InlineData("scientist", false, true, "T0SANDBOX1")]
    [InlineData("newcomer", false, true, "T0SANDBOX1")]
    [InlineData("unconfirmed", false, false, "T0SANDBOX1")]
    [InlineData("guest", true, true, "T0SANDBOX1")]
    [InlineData("stranger", false, true, "T0ELSEWHER")]
    public async Task Says_who_somebody_is(string handle, bool isRestricted, bool isConfirmed, string team)
    {
        var person = Desk.Person(handle);
        var user = (await AskAsync("users.info", "user", person.Id))["user"];

        Assert.Equal(person.Email, (string?)user?["profile"]?["email"]);
        Assert.Equal((isRestricted, isConfirmed, team), ((bool?)user?["is_restricted"], (bool?)user?["is_email_confirmed"], (string?)user?["team_id"]));
        Assert.Equal((team != SandboxSlack.WorkspaceId, false), ((bool?)user?["is_stranger"], (bool?)user?["is_bot"]));
        Assert.Matches("^U[0-9A-Z]{9}$", person.Id);
    }

    [Fact]
    public async Task Finds_people_by_their_e_mail_and_tells_of_channels()
    {
        Assert.Equal(Desk.Scientist.Id, (string?)(await AskAsync("users.lookupByEmail", "email", Desk.Scientist.Email))["user"]?["id"]);
        Assert.Equal("users_not_found", (string?)(await AskAsync("users.lookupByEmail", "email", "stranger@fabrikam.example"))["error"]);
        Assert.Equal("user_not_found", (string?)(await AskAsync("users.info", "user", "U0NOBODY00"))["error"]);
        Assert.True((bool?)(await AskAsync("users.info", "user", SandboxSlack.BotId))["user"]?["is_bot"]);
        Assert.True((bool?)(await AskAsync("conversations.info", "channel", Desk.Vision.Id))["channel"]?["is_member"]);
        Assert.True((bool?)(await AskAsync("conversations.info", "channel", Desk.Workspace.Direct(Desk.Scientist).Id))["channel"]?["is_im"]);
        Assert.Equal("channel_not_found", (string?)(await AskAsync("conversations.info", "channel", "C0NOWHERE0"))["error"]);
        Assert.Equal("user_not_found", await RefusedAsync("conversations.open", new JsonObject { ["users"] = "U0NOBODY00" }));
        Assert.Equal("users_list_not_supplied", await RefusedAsync("conversations.open", []));
    }

    [Fact]
    public async Task A_method_that_reads_takes_no_JSON() =>
        Assert.Equal("invalid_arguments", await RefusedAsync("users.info", new JsonObject { ["user"] = Desk.Scientist.Id }));

    [Fact]
    public async Task Only_the_bot_s_own_token_is_good()
    {
        Assert.Equal(SandboxSlack.BotId, (string?)(await CallAsync("auth.test", []))["user_id"]);
        Assert.Equal("not_authed", await Desk.RefusedAsync(null, Cancellation));
        Assert.Equal("invalid_auth", await Desk.RefusedAsync("xoxb-another", Cancellation));
        Assert.Equal("unknown_method", await RefusedAsync("chat.shout", []));
    }

    [Fact]
    public async Task What_comes_too_often_is_told_when_to_come_again()
    {
        Desk.StandIn.Throttled = 1;
        using var refused = await Desk.SendAsync("auth.test", new FormUrlEncodedContent([]), Cancellation);

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(2)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
        Assert.Contains("ratelimited", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Null(await RefusedAsync("auth.test", []));
    }

    [Fact]
    public async Task A_few_messages_at_once_are_fine_and_then_one_a_second()
    {
        Desk.StandIn.KeepsRate = true;
        for (var count = 0; count < 5; count++) Assert.Null(await RefusedAsync("chat.postMessage", Message()));

        Assert.Equal("ratelimited", await RefusedAsync("chat.postMessage", Message()));
        Desk.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await RefusedAsync("chat.postMessage", Message()));
        Assert.Equal("ratelimited", await RefusedAsync("chat.postMessage", Message()));
    }

    private JsonObject Message() => new() { ["channel"] = Desk.Vision.Id, ["text"] = "before", ["blocks"] = SlackDesk.Line("before") };

    private Task<JsonObject> CallAsync(string method, JsonObject arguments) => Desk.CallAsync(method, arguments, Cancellation);

    private Task<JsonObject> AskAsync(string method, string name, string value) =>
        Desk.AskAsync(method, new Dictionary<string, string> { [name] = value }, Cancellation);

    private async Task<string?> RefusedAsync(string method, JsonObject arguments) => (string?)(await CallAsync(method, arguments))["error"];
}
