using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Channels.Slack;

/// <summary>Cards that exist once.</summary>
public sealed class SlackChannelTests : SlackTest
{
    private static readonly Conversation Vision = new("slack", "vision", IsDirect: false);

    [Fact]
    public async Task A_card_is_posted_once_and_edited_from_then_on()
    {
        await PutAsync("One");
        await PutAsync("Two");
        await PutAsync("Two");
        Slack.Restart();
        await PutAsync("Three");

        Assert.Equal("Three\n", Assert.Single(Slack.Shown("scientist", "vision")));
        Assert.Equal((1, 2), (Slack.Http.Count("chat.postMessage"), Slack.Http.Count("chat.update")));
    }

    [Fact]
    public async Task A_card_that_somebody_has_deleted_is_posted_anew()
    {
        await PutAsync("One");
        foreach (var message in Slack.Workspace.Seen(Slack.Person("scientist"), Slack.Channel("vision", "scientist"))) Slack.Workspace.Remove(message);

        await PutAsync("Two");

        Assert.Equal("Two\n", Assert.Single(Slack.Shown("scientist", "vision")));
    }

    [Fact]
    public async Task Two_programs_do_not_both_post_a_card()
    {
        var other = Slack.New();
        var (gate, isThere) = (new TaskCompletionSource(), new TaskCompletionSource());
        Slack.Http.Before = async call =>
        {
            if (call.Method != "chat.postMessage") return null;
            isThere.TrySetResult();
            await gate.Task;
            return null;
        };

        var first = PutAsync("One");
        await isThere.Task.WaitAsync(Cancellation);
        var second = other.Channel.PutAsync(Vision, "card", new Card { Title = "One" }, Cancellation);
        await Assert.ThrowsAnyAsync<BusyConversationException>(() => second);
        gate.SetResult();
        await first;

        Assert.Single(Slack.Shown("scientist", "vision"));
    }

    [Fact]
    public async Task What_may_have_been_posted_is_not_posted_again_at_once()
    {
        Slack.Http.After = call => Task.FromResult(call.Method == "chat.postMessage" ? SpyHttp.Error("fatal_error") : null);
        await Assert.ThrowsAnyAsync<Exception>(() => PutAsync("One"));
        Slack.Http.After = _ => Task.FromResult<HttpResponseMessage?>(null);

        await Assert.ThrowsAnyAsync<BusyConversationException>(() => PutAsync("One"));
        Assert.Single(Slack.Shown("scientist", "vision"));

        // After a minute nobody can tell, and twice is better than never.
        Slack.Desk.Time.Advance(TimeSpan.FromMinutes(2));
        await PutAsync("One");
        Assert.Equal(2, Slack.Shown("scientist", "vision").Count);
    }

    [Fact]
    public async Task What_was_refused_is_posted_at_the_next_time()
    {
        Slack.Http.Refuse("chat.postMessage", "invalid_auth");
        await Assert.ThrowsAnyAsync<Exception>(() => PutAsync("One"));

        Slack.Http.Work();
        await PutAsync("One");

        Assert.Single(Slack.Shown("scientist", "vision"));
    }

    [Fact]
    public async Task The_newest_blocks_give_way_to_older_ones_where_they_are_not_known()
    {
        Slack.Slack.Unknown = ["data_visualization", "data_table"];
        var card = MachineListCard.Build(
            [Some.Running(), Some.Running("quiet-heron") with { Owner = BotDesk.Manager.Email, BilledTimes = Some.Billed(TimeSpan.FromHours(3)) }],
            "team", BotDesk.Scientist, Slack.Desk.Clock);

        await Slack.Chat.Channel.PutAsync(Vision, "card", card, Cancellation);
        await Slack.Chat.Channel.PutAsync(Vision, "card", card, Cancellation);

        Assert.Contains("Spent so far, by owner", Assert.Single(Slack.Shown("scientist", "vision")), StringComparison.Ordinal);
        Assert.Equal(2, Slack.Http.Count("chat.postMessage"));
        Assert.Equal(0, Slack.Http.Count("chat.update"));
    }

    [Fact]
    public async Task A_channel_that_the_bot_is_not_in_cannot_be_told_until_it_is_brought_in()
    {
        var vision = Slack.Channel("vision", "scientist");
        vision.HasBot = false;
        await Assert.ThrowsAsync<UnreachableConversationException>(() => PutAsync("One"));
        vision.HasBot = true;
        // What was looked up a moment ago is not looked up again.
        await Assert.ThrowsAsync<UnreachableConversationException>(() => PutAsync("One"));

        await Slack.HandleAsync(Slack.Events.Joined(vision, person: null, Slack.Person("scientist")));
        await PutAsync("One");

        Assert.Contains("One\n", Slack.Shown("scientist", "vision"));
    }

    [Fact]
    public async Task A_channel_that_the_bot_was_removed_from_is_left_in_peace()
    {
        await PutAsync("One");
        Slack.Http.Refuse("chat.update", "not_in_channel");
        await Assert.ThrowsAsync<UnreachableConversationException>(() => PutAsync("Two"));
        Slack.Http.Work();

        await Assert.ThrowsAsync<UnreachableConversationException>(() => PutAsync("Two"));
        Assert.Equal(1, Slack.Http.Count("chat.update"));
        Slack.Desk.Time.Advance(TimeSpan.FromHours(2));
        await PutAsync("Two");
        Assert.Equal("Two\n", Assert.Single(Slack.Shown("scientist", "vision")));
    }

    [Fact]
    public async Task A_card_goes_into_the_thread_where_it_was_asked_for()
    {
        await PutAsync("One");
        var thread = Slack.Workspace.Seen(Slack.Person("scientist"), Slack.Channel("vision", "scientist"))[0].Ts;
        await Slack.SayAsync("scientist", "launch pytorch-t4", "vision", thread);
        var machine = Assert.Single(await Slack.Desk.Machines.OwnedByAsync("scientist@contoso.example", Cancellation));
        Slack.Restart();

        await Slack.PutAsync(machine with { Phase = Phase.Provisioning });

        var shown = Slack.Workspace.Seen(Slack.Person("manager"), Slack.Channel("vision", "manager")).Where(message => message.From is null).ToList();
        Assert.Equal([null, thread], shown.Select(message => message.ThreadTs));
    }

    [Fact]
    public async Task One_message_a_second_goes_into_a_channel()
    {
        var waiting = new ManualTime();
        Slack.Waiting = waiting;
        Slack.Restart();
        await PutAsync("One", "card-1");
        var second = PutAsync("Two", "card-2");
        while (await waiting.NextWaitAsync(Cancellation) != TimeSpan.FromSeconds(1))
        {
            // The calls themselves have a limit, which is waited for too.
        }

        Assert.False(second.IsCompleted);
        waiting.Advance(TimeSpan.FromSeconds(1));
        await second;

        Assert.Equal(2, Slack.Shown("scientist", "vision").Count);
    }

    private Task PutAsync(string title, string key = "card") => Slack.Chat.Channel.PutAsync(Vision, key, new Card { Title = title }, Cancellation);
}
