using System.Text.Json.Nodes;
using ChatOps.Core.Machines;
using Played = ChatOps.Sandbox.Slack;

namespace ChatOps.Tests.Bot.Channels.Slack;

public sealed class SlackEventTests : SlackTest
{
    [Fact]
    public async Task A_message_to_the_bot_is_answered_in_the_chat()
    {
        await Slack.SayAsync("scientist", "catalog");

        Assert.StartsWith("What you can launch", Assert.Single(Slack.Shown("scientist")), StringComparison.Ordinal);
        Assert.Equal(0, Slack.Http.Count("conversations.open"));
    }

    [Fact]
    public async Task A_mention_is_answered_where_it_was_said()
    {
        await Slack.Desk.HasAsync(Some.Running());

        await Slack.SayAsync("scientist", "status", "vision");

        Assert.StartsWith("● ember-otter", Assert.Single(Slack.Shown("scientist2", "vision")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_in_a_thread_is_answered_in_it_and_so_is_its_card_shown()
    {
        var thread = await BeginAsync();

        await Slack.SayAsync("scientist", "launch pytorch-t4", "vision", thread);

        Assert.Equal(thread, Newest("scientist", "vision").ThreadTs);
    }

    [Fact]
    public async Task What_is_for_one_person_is_whispered()
    {
        var thread = await BeginAsync();

        await Slack.SayAsync("scientist", "lanch", "vision", thread);

        var told = Newest("scientist", "vision");
        Assert.Equal(("scientist", thread), (told.OnlyFor?.Handle, told.ThreadTs));
    }

    [Fact]
    public async Task What_cannot_be_whispered_is_said_in_the_chat()
    {
        Slack.Http.Refuse("chat.postEphemeral", "user_not_in_channel");

        await Slack.SayAsync("scientist", "lanch", "vision");

        Assert.Contains("Did you mean launch?", Assert.Single(Slack.Shown("scientist")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_bot_itself_or_another_one_says_is_not_answered()
    {
        var request = Slack.Said("scientist", "catalog");
        const string Type = "\"type\":\"message\",";
        foreach (var member in (string[])["\"bot_id\":\"B1\",", "\"subtype\":\"bot_message\","])
            await Slack.HandleAsync(request with { Body = request.Body.Replace(Type, Type + member, StringComparison.Ordinal) });

        Assert.Empty(Slack.Shown("scientist"));
        Assert.Empty(Slack.Http.Calls);
    }

    [Fact]
    public async Task Who_edits_a_message_is_told_that_nothing_comes_of_it()
    {
        await Slack.SayAsync("scientist", "catalog");
        var said = Slack.Workspace.Seen(Slack.Person("scientist"), Slack.Channel(null, "scientist"))[0];
        var before = said.Json();
        Slack.Workspace.Edit(said, "launch pytorch-t4", blocks: null);

        await Slack.HandleAsync(Slack.Events.Edited(said, Slack.Person("scientist"), before));

        Assert.Contains("I do not act on edited messages.", Slack.Shown("scientist")[^1], StringComparison.Ordinal);
        Assert.Empty(await Slack.Desk.Machines.LiveAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_message_whose_link_was_unfolded_was_not_edited()
    {
        await Slack.SayAsync("scientist", "catalog");
        var said = Slack.Workspace.Seen(Slack.Person("scientist"), Slack.Channel(null, "scientist"))[0];

        await Slack.HandleAsync(Slack.Events.Edited(said, Slack.Person("scientist"), said.Json()));

        Assert.Single(Slack.Shown("scientist"));
    }

    [Fact]
    public async Task The_first_time_that_somebody_looks_at_the_chat_the_bot_says_what_it_is()
    {
        var opened = Opened("messages");

        await Slack.HandleAsync(opened);
        await Slack.HandleAsync(Opened("messages"));
        await Slack.HandleAsync(Opened("messages"), chat: Slack.New());

        Assert.StartsWith("Hello.", Assert.Single(Slack.Shown("scientist")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_is_brought_in_the_bot_says_what_it_is_once()
    {
        var (general, by) = (Slack.Channel("general", "scientist"), Slack.Person("scientist"));
        general.HasBot = true;

        await Slack.HandleAsync(Slack.Events.Joined(general, person: null, by));
        await Slack.HandleAsync(Slack.Events.Joined(general, person: null, by));

        Assert.StartsWith("Hello.", Assert.Single(Slack.Shown("scientist", "general")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_joins_is_not_welcomed()
    {
        var general = Slack.Channel("general", "scientist");

        await Slack.HandleAsync(Slack.Events.Joined(general, Slack.Person("scientist"), Slack.Person("manager")));

        Assert.Empty(Slack.Shown("scientist", "general"));
    }

    [Fact]
    public async Task The_Home_shows_what_is_mine_and_what_my_team_has_spent()
    {
        await Slack.Desk.HasAsync(Some.Running());
        await Slack.Desk.HasAsync(Some.Running("quiet-heron") with { Owner = "outsider@contoso.example", Team = "speech" });

        await Slack.HandleAsync(Opened("home"));

        var home = Home("scientist");
        Assert.Contains("ember-otter: Running", home, StringComparison.Ordinal);
        Assert.Contains("Spent so far", home, StringComparison.Ordinal);
        Assert.Contains("Launch a machine", home, StringComparison.Ordinal);
        Assert.DoesNotContain("quiet-heron", home, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Homes_of_the_owner_and_the_managers_change_with_the_machine_if_they_have_looked()
    {
        var machine = await Slack.Desk.HasAsync(Some.Running());
        foreach (var handle in (string[])["scientist", "manager", "scientist2"]) await Slack.HandleAsync(Opened("home", handle));
        Slack.Restart();

        await Slack.Chat.Channel.ChangedAsync(machine, Cancellation);

        Assert.Equal(5, Slack.Http.Count("views.publish"));
        Slack.Desk.Time.Advance(TimeSpan.FromHours(25));
        await Slack.Chat.Channel.ChangedAsync(machine, Cancellation);
        Assert.Equal(5, Slack.Http.Count("views.publish"));
    }

    [Fact]
    public async Task A_Home_that_cannot_be_drawn_is_no_fault()
    {
        var machine = await Slack.Desk.HasAsync(Some.Running());
        await Slack.HandleAsync(Opened("home"));
        Slack.Http.Refuse("views.publish", "internal_error");

        await Slack.Chat.Channel.ChangedAsync(machine, Cancellation);

        Assert.Contains("The Home of scientist@contoso.example could not be drawn", Slack.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_button_of_the_Home_changes_the_Home()
    {
        await Slack.Desk.HasAsync(Some.Running());
        await Slack.HandleAsync(Opened("home"));
        var home = Slack.Workspace.Home(Slack.Person("scientist"));
        Assert.NotNull(home);
        var stop = home.Blocks.OfType<JsonObject>()
            .Where(block => (string?)block["type"] == "actions")
            .SelectMany(block => (block["elements"] as JsonArray ?? []).OfType<JsonObject>())
            .Single(element => (string?)element["text"]?["text"] == "Stop");

        await Slack.HandleAsync(Slack.Payloads.Press(home, Played.BlockState.Pressed(home.Blocks, $"{stop["action_id"]}", null) ?? []));

        Assert.Equal(Wanted.Stopped, (await Slack.Desk.Machines.FindAsync(Some.Running().Id, Cancellation))?.Wanted);
        Assert.Contains("ember-otter is stopping", Home("scientist"), StringComparison.Ordinal);
        Assert.Empty(Slack.Shown("scientist"));
    }

    [Fact]
    public async Task A_guest_s_Home_says_why_there_is_nothing_in_it()
    {
        await Slack.HandleAsync(Opened("home", "guest"));

        Assert.Contains("you are a guest here", Home("guest"), StringComparison.Ordinal);
    }

    /// <param name="tab">"home" or "messages".</param>
    private Played.SlackRequest Opened(string tab, string handle = "scientist")
    {
        var request = Slack.Events.HomeOpened(Slack.Person(handle));
        return request with { Body = request.Body.Replace("\"tab\":\"home\"", $"\"tab\":\"{tab}\"", StringComparison.Ordinal) };
    }

    /// <returns>What a thread begins with.</returns>
    private async Task<string> BeginAsync()
    {
        await Slack.SayAsync("scientist", "catalog", "vision");
        return Slack.Workspace.Seen(Slack.Person("scientist"), Slack.Channel("vision", "scientist"))[0].Ts;
    }

    private string Home(string handle) => Slack.Workspace.Home(Slack.Person(handle))?.Content.ToJsonString() ?? "";

    private Played.SlackMessage Newest(string handle, string channel) =>
        Slack.Workspace.Seen(Slack.Person(handle), Slack.Channel(channel, handle))[^1];
}
