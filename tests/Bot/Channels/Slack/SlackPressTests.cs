using System.Text.Json.Nodes;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Tests.Bot.Channels.Slack;

public sealed class SlackPressTests : SlackTest
{
    private static readonly Conversation Vision = new("slack", "vision", IsDirect: false);

    [Fact]
    public async Task The_pressed_card_shows_what_was_ordered_and_nothing_is_said_beside_it()
    {
        await ShowAsync(Some.Running());

        Assert.Equal(200, (await Slack.PressAsync("scientist", "Stop", "vision")).Status);

        Assert.StartsWith("◐ ember-otter is stopping", Assert.Single(Slack.Shown("scientist", "vision")), StringComparison.Ordinal);
        Assert.Equal(1, Slack.Http.Count("chat.update"));
    }

    [Fact]
    public async Task Who_may_not_is_told_alone()
    {
        await ShowAsync(Some.Running());

        await Slack.PressAsync("scientist2", "Stop", "vision");

        Assert.Contains("ember-otter belongs to scientist", Slack.Shown("scientist2", "vision")[^1], StringComparison.Ordinal);
        Assert.Single(Slack.Shown("scientist", "vision"));
        Assert.Equal(Wanted.Running, (await Slack.Desk.Machines.FindAsync(Some.Running().Id, Cancellation))?.Wanted);
    }

    [Fact]
    public async Task A_guest_is_told_alone()
    {
        await ShowAsync(Some.Running());

        await Slack.PressAsync("guest", "Stop", "vision");

        Assert.Contains("you are a guest here", Slack.Shown("guest", "vision")[^1], StringComparison.Ordinal);
        Assert.Single(Slack.Shown("scientist", "vision"));
    }

    [Fact]
    public async Task A_question_stands_where_only_the_one_who_pressed_sees_it_and_is_gone_when_it_is_answered()
    {
        await ShowAsync(Some.Running());

        await Slack.PressAsync("scientist", "Terminate", "vision");
        Assert.StartsWith("▲ Delete ember-otter for good?", Slack.Shown("scientist", "vision")[^1], StringComparison.Ordinal);
        Assert.Single(Slack.Shown("manager", "vision"));

        await Slack.PressAsync("scientist", "Terminate", "vision");
        Assert.StartsWith("◐ Deleting ember-otter", Slack.Shown("scientist", "vision")[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(Slack.Shown("scientist", "vision"), text => text.Contains("for good?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_the_chat_with_the_bot_the_answer_is_a_message_that_stays()
    {
        await ShowAsync(Some.Running() with { Home = Conversation.Direct("slack", "scientist@contoso.example") });

        await Slack.PressAsync("scientist", "Connect");

        Assert.StartsWith("● Connect to ember-otter", Slack.Shown("scientist")[^1], StringComparison.Ordinal);
        Assert.Equal(0, Slack.Http.Count("hooks"));
    }

    [Fact]
    public async Task A_notice_that_was_acted_on_says_what_came_of_it()
    {
        var ending = await Slack.Desk.HasAsync(Some.Running() with { LeaseEndsAt = Some.Now.AddMinutes(30) });
        var notice = ChatOps.Bot.Cards.NoticeCard.Build(new OutboxMessage(Notice.LeaseEnding, Some.Now, ending.LeaseEndsAt), ending, Slack.Desk.Clock);
        Assert.NotNull(notice);
        await Slack.Chat.Channel.PutAsync(Conversation.Direct("slack", "scientist@contoso.example"), "notice", notice, Cancellation);

        await Slack.PressAsync("scientist", "Extend 1h");

        Assert.Contains("is yours until", Assert.Single(Slack.Shown("scientist")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_button_that_opens_a_form_opens_it_over_the_window()
    {
        await Slack.SayAsync("scientist", "help", "vision");

        await Slack.PressAsync("scientist", "Launch a machine", "vision");

        Assert.Equal("modal", (string?)Slack.Modal("scientist").Content["type"]);
    }

    [Fact]
    public async Task A_press_does_what_the_button_says_in_the_name_of_who_pressed_it()
    {
        await ShowAsync(Some.Running());
        var request = Slack.Press("scientist2", "Stop", "vision");

        // What a browser could send: a button of one's own making.
        await Slack.HandleAsync(request with { Body = request.Body.Replace("stop+", "terminate+--yes+", StringComparison.Ordinal) });

        Assert.Equal(Wanted.Running, (await Slack.Desk.Machines.FindAsync(Some.Running().Id, Cancellation))?.Wanted);
    }

    [Fact]
    public async Task A_card_that_is_none_of_the_presser_s_business_is_not_shown_for_its_key()
    {
        var other = Some.Running("quiet-heron") with { Owner = "outsider@contoso.example", Team = "speech" };
        await Slack.Desk.HasAsync(other);
        await ShowAsync(Some.Running());
        var request = Slack.Press("scientist", "Stop", "vision");

        await Slack.HandleAsync(request with { Body = request.Body.Replace($"machine-{Some.Running().Id}", $"machine-{other.Id}", StringComparison.Ordinal) });

        Assert.DoesNotContain(Slack.Shown("scientist", "vision"), text => text.Contains("quiet-heron", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_press_that_takes_long_is_taken_and_goes_on()
    {
        await ShowAsync(Some.Running());
        var (gate, isThere) = (new TaskCompletionSource(), new TaskCompletionSource());
        Slack.Http.Before = async call =>
        {
            if (call.Method != "chat.update") return null;
            isThere.TrySetResult();
            await gate.Task;
            return null;
        };

        var pressing = Slack.PressAsync("scientist", "Stop", "vision");
        await Slack.Answering.NextWaitAsync(Cancellation);
        await isThere.Task;
        Slack.Answering.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(200, (await pressing).Status);
        Assert.Equal(Wanted.Stopped, (await Slack.Desk.Machines.FindAsync(Some.Running().Id, Cancellation))?.Wanted);
        gate.SetResult();
    }

    [Fact]
    public async Task A_press_for_which_Slack_is_away_is_told_at_its_address()
    {
        await ShowAsync(Some.Running());
        Slack.Http.Refuse("chat.update", "internal_error");

        await Slack.PressAsync("scientist", "Stop", "vision");

        Assert.Equal("I cannot reach Slack well just now. Try again in a minute.", Slack.Shown("scientist", "vision")[^1]);
    }

    [Fact]
    public async Task What_is_pressed_in_a_thread_is_answered_in_it()
    {
        await Slack.SayAsync("scientist", "catalog", "vision");
        await Slack.Desk.HasAsync(Some.Running());
        var thread = Slack.Workspace.Seen(Slack.Person("scientist"), Slack.Channel("vision", "scientist"))[0].Ts;
        await Slack.SayAsync("scientist", "status", "vision", thread);

        await Slack.PressAsync("scientist", "Connect", "vision");

        var told = Slack.Workspace.Seen(Slack.Person("scientist"), Slack.Channel("vision", "scientist"))[^1];
        Assert.Equal(thread, told.ThreadTs);
        Assert.NotNull(told.OnlyFor);
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""[null]""")]
    [InlineData("""[{"action_id":"say-1"}]""")]
    [InlineData("""[{"action_id":"say-1","value":"stop"}]""")]
    [InlineData("""[{"action_id":"say-1","value":"{}"}]""")]
    [InlineData("""[{"action_id":"say-1","value":"null"}]""")]
    [InlineData("""[{"action_id":"value","selected_option":{"value":"yes"}}]""")]
    public async Task What_is_no_button_of_ours_does_nothing(string actions)
    {
        await ShowAsync(Some.Running());
        var request = Slack.Press("scientist", "Stop", "vision");
        var payload = JsonNode.Parse(System.Web.HttpUtility.ParseQueryString(request.Body)["payload"] ?? "")?.AsObject() ?? [];
        payload["actions"] = JsonNode.Parse(actions);

        var answer = await Slack.HandleAsync(request with { Body = $"payload={Uri.EscapeDataString(payload.ToJsonString())}" });

        Assert.Equal(200, answer.Status);
        Assert.Equal(Wanted.Running, (await Slack.Desk.Machines.FindAsync(Some.Running().Id, Cancellation))?.Wanted);
    }

    private async Task ShowAsync(Machine machine)
    {
        machine = machine with { Home = machine.Home.IsDirect ? machine.Home : Vision };
        if (machine.Home.Channel != "slack") machine = machine with { Home = Vision };
        await Slack.Desk.HasAsync(machine);
        await Slack.PutAsync(machine);
    }
}
