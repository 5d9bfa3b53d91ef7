using System.Text.Json.Nodes;
using ChatOps.Core.People;

namespace ChatOps.Tests.Bot.Channels.Slack;

public sealed class SlackIdentityTests : SlackTest
{
    private const string Guest = "I serve people of the organisation only, and you are a guest here. Ask somebody of the team.";
    private const string Elsewhere = "I serve people of Contoso only. Ask your own organisation for a bot like me.";
    private const string NotFound = "I could not find you among the people here. Try again in a minute.";
    private const string Unconfirmed = "Slack does not know yet that your e-mail address is yours. Confirm it in your Slack profile, and ask again.";

    /// <summary>A directory entry with everything in order, and one thing broken.</summary>
    public static TheoryData<string, string, string> Broken => new()
    {
        { "a guest of several channels", """{"is_restricted":true}""", Guest },
        { "a guest of one channel", """{"is_ultra_restricted":true}""", Guest },
        { "a bot", """{"is_bot":true}""", Guest },
        { "a workflow", """{"is_workflow_bot":true}""", Guest },
        { "an app", """{"is_app_user":true}""", Guest },
        { "deactivated", """{"deleted":true}""", NotFound },
        { "somebody else", """{"id":"U0SOMEBODY"}""", NotFound },
        { "of another organisation", """{"is_stranger":true}""", Elsewhere },
        { "of another workspace", """{"team_id":"T0ELSEWHER"}""", Elsewhere },
        { "of no workspace", """{"team_id":null}""", Elsewhere },
        { "of other workspaces of the grid", """{"team_id":"E1","enterprise_user":{"teams":["T1","T2"]}}""", Elsewhere },
        { "of an unconfirmed address", """{"is_email_confirmed":false}""", Unconfirmed },
        { "of whom it is not said that the address is confirmed", """{"is_email_confirmed":null}""", Unconfirmed },
        { "without an address", """{"profile":{}}""", Unconfirmed },
        { "with an empty address", """{"profile":{"email":""}}""", Unconfirmed },
        { "without a profile", """{"profile":null}""", Unconfirmed },
        { "of an address that the policy does not have", """{"profile":{"email":"somebody@contoso.example"}}""",
            "I do not know you. Ask the platform team of Contoso to add you to a team in policy.yaml." },
    };

    [Fact]
    public async Task Asks_the_directory_once_a_day_who_somebody_is()
    {
        await Slack.CommandAsync("scientist", "catalog");
        await Slack.SayAsync("scientist", "catalog", "vision");
        Slack.Restart();
        await Slack.CommandAsync("scientist", "catalog");
        Assert.Equal(1, Slack.Http.Count("users.info"));

        Slack.Desk.Time.Advance(TimeSpan.FromHours(25));
        await Slack.CommandAsync("scientist", "catalog");
        Assert.Equal(2, Slack.Http.Count("users.info"));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task One_thing_wrong_and_somebody_is_nobody(string who, string broken, string sentence)
    {
        Assert.NotEmpty(who);
        Answer(broken);

        Assert.Equal(sentence, SlackDesk.Said(await Slack.CommandAsync("scientist", "launch pytorch-t4", "vision")));

        Assert.Empty(await Slack.Desk.Machines.LiveAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Empty(Slack.Shown("scientist", "vision"));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"team_id":"E1","enterprise_user":{"teams":["T1","T0SANDBOX1"]}}""")]
    [InlineData("""{"profile":{"email":" Scientist@Contoso.example "}}""")]
    public async Task Everything_in_order_and_somebody_is_who_the_policy_says(string changed)
    {
        Answer(changed);

        Assert.Contains("Did you mean launch?", SlackDesk.Said(await Slack.CommandAsync("scientist", "lanch")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_that_is_not_set_up_is_nobody_s()
    {
        Assert.Equal(Elsewhere, SlackDesk.Said(await Slack.CommandAsync("stranger", "catalog")));
        Assert.Empty(Slack.Http.Calls);
    }

    [Fact]
    public async Task A_guest_who_mentions_the_bot_is_told_so_and_nobody_else_hears_it()
    {
        await Slack.SayAsync("guest", "launch pytorch-t4", "vision");

        Assert.Contains(Guest, Assert.Single(Slack.Shown("guest", "vision")), StringComparison.Ordinal);
        Assert.Empty(Slack.Shown("scientist", "vision"));
    }

    [Fact]
    public async Task Who_has_said_nothing_is_found_by_the_address()
    {
        await Slack.Chat.Channel.PutAsync(Conversation.Direct("slack", "manager@contoso.example"), "note", Some(), Cancellation);

        Assert.Single(Slack.Shown("manager"));
        Assert.Equal(1, Slack.Http.Count("users.lookupByEmail"));
    }

    [Fact]
    public async Task Who_is_not_in_Slack_cannot_be_told()
    {
        var e = await Assert.ThrowsAsync<ChatOps.Bot.UnreachableConversationException>(() =>
            Slack.Chat.Channel.PutAsync(Conversation.Direct("slack", "outsider@contoso.example"), "note", Some(), Cancellation));

        Assert.Equal("outsider is not in Slack.", e.Message);
    }

    [Fact]
    public async Task A_guest_of_that_address_is_not_told_either()
    {
        Slack.Http.After = async call => call.Method != "users.lookupByEmail" ? null : SpyHttp.Answer(Changed("manager", """{"is_restricted":true}"""));

        await Assert.ThrowsAsync<ChatOps.Bot.UnreachableConversationException>(() =>
            Slack.Chat.Channel.PutAsync(Conversation.Direct("slack", "manager@contoso.example"), "note", Some(), Cancellation));
        Assert.Empty(Slack.Shown("manager"));
    }

    [Fact]
    public async Task Who_cannot_be_written_to_is_left_in_peace_until_they_say_something()
    {
        var chat = Conversation.Direct("slack", "manager@contoso.example");
        Slack.Http.Refuse("chat.postMessage", "user_disabled");
        await Assert.ThrowsAsync<ChatOps.Bot.UnreachableConversationException>(() => Slack.Chat.Channel.PutAsync(chat, "note", Some(), Cancellation));
        Slack.Http.Work();
        await Assert.ThrowsAsync<ChatOps.Bot.UnreachableConversationException>(() => Slack.Chat.Channel.PutAsync(chat, "note", Some(), Cancellation));
        Assert.Equal(1, Slack.Http.Count("chat.postMessage"));

        await Slack.CommandAsync("manager", "catalog", "vision");
        await Slack.Chat.Channel.PutAsync(chat, "note", Some(), Cancellation);
        Assert.Single(Slack.Shown("manager"));
    }

    private static ChatOps.Bot.Cards.Card Some() => new() { Title = "A note" };

    private void Answer(string changed) =>
        Slack.Http.Before = call => Task.FromResult(call.Method == "users.info" ? SpyHttp.Answer(Changed("scientist", changed)) : null);

    private string Changed(string handle, string changed)
    {
        var user = Slack.Person(handle).User();
        foreach (var (name, value) in JsonNode.Parse(changed)?.AsObject() ?? []) user[name] = value?.DeepClone();
        return new JsonObject { ["ok"] = true, ["user"] = user }.ToJsonString();
    }
}
