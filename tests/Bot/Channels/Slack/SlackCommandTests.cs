using ChatOps.Core.People;

namespace ChatOps.Tests.Bot.Channels.Slack;

/// <summary>Where the answer to a slash command is given, and who sees it.</summary>
public sealed class SlackCommandTests : SlackTest
{
    [Fact]
    public async Task What_is_for_one_person_only_that_person_sees()
    {
        var answer = await Slack.CommandAsync("scientist", "lanch", "vision");

        Assert.Equal("ephemeral", TypeOf(answer));
        Assert.Contains("Did you mean launch?", SlackDesk.Said(answer), StringComparison.Ordinal);
        Assert.Empty(Slack.Shown("scientist", "vision"));
    }

    [Fact]
    public async Task What_is_for_all_all_see()
    {
        await Slack.Desk.HasAsync(Some.Running());
        await Slack.CommandAsync("scientist", "list", "vision");

        var answer = await Slack.CommandAsync("scientist", "list", "vision");

        Assert.Equal("in_channel", TypeOf(answer));
        Assert.Contains("ember-otter", SlackDesk.Said(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("general")]
    [InlineData("vision")]
    public async Task Where_the_bot_is_not_only_the_one_who_asked_sees_it(string channel)
    {
        Slack.Channel(channel, "scientist").HasBot = false;
        await Slack.Desk.HasAsync(Some.Running());

        await Slack.CommandAsync("scientist", "list", channel);
        var answer = await Slack.CommandAsync("scientist", "list", channel);

        Assert.Equal("ephemeral", TypeOf(answer));
        Assert.Contains("ember-otter", SlackDesk.Said(answer), StringComparison.Ordinal);
        Assert.Contains("ember-otter", Assert.Single(Slack.Shown("scientist", channel)), StringComparison.Ordinal);
        Assert.Empty(Slack.Shown("scientist2", channel));
    }

    [Fact]
    public async Task Where_people_of_another_organisation_read_along_only_the_one_who_asked_sees_it()
    {
        Slack.Channel("general", "scientist").HasBot = true;
        Slack.Http.After = call => Task.FromResult(call.Method != "conversations.info"
            ? null
            : SpyHttp.Answer("""{"ok":true,"channel":{"id":"C1","is_member":true,"is_ext_shared":true}}"""));
        await Slack.Desk.HasAsync(Some.Running());

        await Slack.CommandAsync("scientist", "status", "general");

        Assert.Equal("ephemeral", TypeOf(await Slack.CommandAsync("scientist", "status", "general")));
    }

    [Fact]
    public async Task A_team_s_own_channel_is_as_its_platform_team_wants_it()
    {
        Slack.Http.After = call => Task.FromResult(call.Method != "conversations.info"
            ? null
            : SpyHttp.Answer("""{"ok":true,"channel":{"id":"C0000VISION","is_member":true,"is_ext_shared":true}}"""));
        await Slack.Desk.HasAsync(Some.Running());

        Assert.Equal("in_channel", TypeOf(await Slack.CommandAsync("scientist", "status", "vision")));
    }

    [Fact]
    public async Task A_machine_s_card_is_posted_because_only_so_it_can_be_edited()
    {
        var answer = await Slack.CommandAsync("scientist", "launch pytorch-t4", "vision");

        Assert.True(answer.Json.IsEmpty);
        Assert.StartsWith("◐ ", Assert.Single(Slack.Shown("scientist", "vision")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_is_launched_for_the_team_whose_channel_it_is()
    {
        await Slack.CommandAsync("scientist", "launch pytorch-t4", "vision");

        var machine = Assert.Single(await Slack.Desk.Machines.OwnedByAsync("scientist@contoso.example", Cancellation));
        Assert.Equal(new Conversation("slack", "vision", IsDirect: false), machine.Home);
    }

    [Fact]
    public async Task Where_the_bot_is_not_a_machine_s_card_is_in_the_chat_and_that_is_said()
    {
        var answer = await Slack.CommandAsync("scientist", "launch pytorch-t4 --name ember-otter", "general");

        Assert.Equal("ember-otter is on its way. I am not in this channel, so its card is in our chat. `/invite` me to have it here.", SlackDesk.Said(answer));
        Assert.Single(Slack.Shown("scientist"));
        Assert.Empty(Slack.Shown("scientist2", "general"));
        var machine = Assert.Single(await Slack.Desk.Machines.OwnedByAsync("scientist@contoso.example", Cancellation));
        Assert.Equal(Conversation.Direct("slack", "scientist@contoso.example"), machine.Home);
    }

    [Fact]
    public async Task In_direct_messages_with_somebody_else_the_bot_is_not()
    {
        var request = Slack.Command("scientist", "launch pytorch-t4 --name ember-otter");
        var elsewhere = request with { Body = request.Body.Replace(Slack.Channel(null, "scientist").Id, "D0SOMEBODY", StringComparison.Ordinal) };

        var answer = await Slack.HandleAsync(elsewhere);

        Assert.Contains("its card is in our chat", SlackDesk.Said(answer), StringComparison.Ordinal);
        Assert.Single(Slack.Shown("scientist"));
    }

    [Theory]
    [InlineData("not_in_channel")]
    [InlineData("internal_error")]
    [InlineData("ratelimited")]
    public async Task A_card_that_cannot_be_posted_now_is_promised_and_the_order_stands(string code)
    {
        Slack.Http.Refuse("chat.postMessage", code);

        var answer = await Slack.CommandAsync("scientist", "launch pytorch-t4 --name ember-otter", "vision");

        Assert.Equal("ember-otter is on its way. Its card comes as soon as Slack lets me show it.", SlackDesk.Said(answer));
        Assert.Single(await Slack.Desk.Machines.OwnedByAsync("scientist@contoso.example", Cancellation));
    }

    [Fact]
    public async Task Nobody_is_told_how_often_the_directory_of_channels_is_asked_and_it_is_once()
    {
        for (var i = 0; i < 3; i++) await Slack.CommandAsync("scientist", "catalog", "vision");
        Slack.Restart();
        await Slack.CommandAsync("scientist", "catalog", "vision");

        Assert.Equal(1, Slack.Http.Count("conversations.info"));
    }

    [Fact]
    public async Task Blocks_that_not_every_workspace_takes_are_first_sent_where_Slack_says_whether_it_took_them()
    {
        await Slack.Desk.HasAsync(Some.Running());

        Assert.True((await Slack.CommandAsync("scientist", "list", "vision")).Json.IsEmpty);
        Assert.Contains("ember-otter", Assert.Single(Slack.Shown("scientist", "vision")), StringComparison.Ordinal);

        Assert.False((await Slack.CommandAsync("scientist", "list", "vision")).Json.IsEmpty);
        Assert.Equal(1, Slack.Http.Count("hooks"));
    }

    [Fact]
    public async Task Blocks_that_every_workspace_takes_are_answered_at_once()
    {
        Assert.False((await Slack.CommandAsync("scientist", "lanch", "vision")).Json.IsEmpty);
        Assert.Equal(0, Slack.Http.Count("hooks"));
    }

    [Fact]
    public async Task A_workspace_that_does_not_know_the_newest_blocks_gets_older_ones_from_then_on()
    {
        Slack.Slack.Unknown = ["data_visualization", "data_table", "table"];
        await Slack.Desk.HasAsync(Some.Running());

        await Slack.CommandAsync("scientist", "list", "vision");
        Assert.Contains("ember-otter", Assert.Single(Slack.Shown("scientist", "vision")), StringComparison.Ordinal);
        var tries = Slack.Http.Count("hooks");
        Assert.InRange(tries, 2, 3);

        var answer = await Slack.CommandAsync("scientist", "list", "vision");
        Assert.DoesNotContain("\"table\"", SlackDesk.Read(answer).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(tries, Slack.Http.Count("hooks"));
        Assert.Contains("does not take all blocks", Slack.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_way_back_the_blocks_are_those_that_every_workspace_takes()
    {
        await Slack.Desk.HasAsync(Some.Running());
        Slack.Http.Before = call => Task.FromResult(call.Method == "hooks" ? SpyHttp.Answer("expired_url", System.Net.HttpStatusCode.NotFound) : null);

        var answer = await Slack.CommandAsync("scientist", "list", "vision");

        Assert.Contains("ember-otter", SlackDesk.Said(answer), StringComparison.Ordinal);
        Assert.DoesNotContain("\"table\"", SlackDesk.Read(answer).ToJsonString(), StringComparison.Ordinal);
    }

    private static string? TypeOf(ChatOps.Bot.Channels.ChatAnswer answer) =>
        answer.Json.IsEmpty ? null : (string?)SlackDesk.Read(answer)["response_type"];
}
