using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Chat;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Bot;

public sealed class OutboxDeliveryTests : IDisposable
{
    private readonly BotDesk _desk = new();
    private readonly StringWriter _log = new();
    private readonly SandboxChat _chat = new();
    private readonly List<ChatMessage> _shown = [];

    public OutboxDeliveryTests() => _chat.Changed += _shown.Add;

    private static Conversation WhereScientistIs => Conversation.Direct("terminal", "scientist@contoso.example");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _desk.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Shows_a_machines_card_where_it_was_launched_and_a_notice_to_its_owner()
    {
        await TellAsync(Some.Running(), Notice.CardChanged, Notice.Ready);

        await DeliverAsync(_chat);

        Assert.Equal([("ember-otter: Running", "#vision"), ("ember-otter is Running", "to scientist")], _shown.Select(m => (m.Card.Title, m.Where)));
    }

    [Fact]
    public async Task Takes_what_was_delivered_out_of_the_outbox()
    {
        await TellAsync(Some.Running(), Notice.CardChanged, Notice.Ready);

        await DeliverAsync(_chat);

        Assert.Empty(await OutboxAsync());
    }

    // Without a chat it is not tried each minute, with a stack in the log.
    [Fact]
    public async Task Keeps_what_there_is_to_tell_while_there_is_no_chat_and_says_nothing_of_it()
    {
        await TellAsync(Some.Running(), Notice.CardChanged);

        await DeliverAsync(new AllChannels([]));

        Assert.Single(await OutboxAsync());
        Assert.Equal("", _log.ToString());
    }

    [Fact]
    public async Task Takes_out_what_has_become_moot_without_showing_it()
    {
        await TellAsync(Some.Stopped(), Notice.Ready);

        await DeliverAsync(_chat);

        Assert.Empty(_shown);
        Assert.Empty(await OutboxAsync());
    }

    [Fact]
    public async Task Keeps_what_cannot_be_delivered_and_does_not_let_it_hold_up_the_rest()
    {
        await TellAsync(Some.Running(), Notice.CardChanged);
        await TellAsync(Some.Running("lunar-fox"), Notice.CardChanged);

        await DeliverAsync(new Refusing(_chat, MachineCard.Key(Some.Running().Id)));

        Assert.Equal(["lunar-fox: Running"], _shown.Select(m => m.Card.Title));
        Assert.Equal([Some.Running().Id], (await OutboxAsync()).Select(m => m.Machine));
        Assert.Contains("could not be delivered", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_nothing_overtake_what_failed_in_the_same_conversation()
    {
        var machine = Some.Running();
        await TellAsync(machine, Notice.Ready, Notice.CardChanged, Notice.Evicted, Notice.Failed);
        var first = (await OutboxAsync())[0].Key;

        await DeliverAsync(new Refusing(_chat, first));
        Assert.Equal(["ember-otter: Running"], _shown.Select(m => m.Card.Title));

        await DeliverAsync(_chat);
        Assert.Equal(["ember-otter: Running", "ember-otter is Running", "ember-otter failed"], _shown.Select(m => m.Card.Title));
    }

    [Fact]
    public async Task Has_nothing_of_a_machine_that_is_gone_to_show_where_the_bot_was_removed_from()
    {
        await TellAsync(Some.Deleted(), Notice.CardChanged);

        await DeliverAsync(new Refusing(_chat, MachineCard.Key(Some.Running().Id), new UnreachableConversationException("It was removed.")));

        Assert.Empty(await OutboxAsync());
    }

    [Fact]
    public async Task Shows_the_card_of_a_machine_when_the_bot_comes_back()
    {
        await TellAsync(Some.Running(), Notice.CardChanged);

        await DeliverAsync(new Refusing(_chat, MachineCard.Key(Some.Running().Id), new UnreachableConversationException("It was removed.")));
        Assert.Empty(_shown);

        await DeliverAsync(_chat);
        Assert.Equal(["ember-otter: Running"], _shown.Select(m => m.Card.Title));
        Assert.Empty(await OutboxAsync());
    }

    [Fact]
    public async Task Keeps_what_its_owner_must_be_told_until_they_can_be_told()
    {
        await TellAsync(Some.Running(), Notice.Ready, Notice.CardChanged);
        var first = (await OutboxAsync())[0].Key;

        await DeliverAsync(new Refusing(_chat, first, new UnreachableConversationException("They are not there yet.")));

        Assert.Equal([first], (await OutboxAsync()).Select(message => message.Key));
        Assert.Equal(["ember-otter: Running"], _shown.Select(m => m.Card.Title));
        Assert.Empty(_log.ToString());
    }

    [Fact]
    public async Task Tells_where_the_machine_was_launched_what_its_owner_cannot_be_told()
    {
        await TellAsync(Some.Running(), Notice.Ready);

        await DeliverAsync(new Unwelcome(_chat, WhereScientistIs));

        var shown = Assert.Single(_shown);
        Assert.Equal(("ember-otter is Running", "#vision"), (shown.Card.Title, shown.Where));
        Assert.Equal(new CardElement.Text("For scientist, who cannot be written to.", TextStyle.Subtle), shown.Card.Body[0]);
        Assert.Empty(await OutboxAsync());
    }

    // Else whoever removes the bot has a lease without an end.
    [Fact]
    public async Task Counts_a_warning_as_given_an_hour_after_the_lease_where_its_owner_cannot_be_written_to()
    {
        var warned = Some.Running() with { LeaseEndsAt = Some.Now.AddMinutes(1), Warned = TimeSpan.FromMinutes(10), WarnedAt = Some.Now.AddMinutes(-9) };
        Assert.True(await _desk.Machines.CreateAsync(new Step(warned, Some.Now).Tell(Notice.LeaseEnding, warned.LeaseEndsAt), Cancellation));

        _desk.Time.Advance(TimeSpan.FromMinutes(60));
        await DeliverAsync(new Unwelcome(_chat));
        Assert.Single(await OutboxAsync());

        _desk.Time.Advance(TimeSpan.FromMinutes(1));
        await DeliverAsync(new Refusing(_chat, (await OutboxAsync())[0].Key));
        Assert.Single(await OutboxAsync());

        await DeliverAsync(new Unwelcome(_chat));
        Assert.Empty(await OutboxAsync());
        Assert.Equal(_desk.Time.Now, (await _desk.NowAsync(warned)).WarnedAt);
    }

    [Fact]
    public async Task Forgets_what_there_was_to_tell_of_a_machine_that_has_been_gone_for_a_day()
    {
        await TellAsync(Some.Deleted() with { GoneAt = Some.Now }, Notice.Vanished);
        _desk.Time.Advance(TimeSpan.FromHours(23));
        await DeliverAsync(new Unwelcome(_chat));
        Assert.Single(await OutboxAsync());

        _desk.Time.Advance(TimeSpan.FromHours(1));
        await DeliverAsync(new Unwelcome(_chat));

        Assert.Empty(await OutboxAsync());
    }

    [Fact]
    public async Task Stops_a_round_in_which_everything_fails_and_goes_on_behind_that()
    {
        foreach (var name in (string[])["ember-otter", "lunar-fox", "calm-heron", "quiet-lynx"]) await TellAsync(Some.Running(name), Notice.CardChanged);
        var chat = new Down(_chat, 3);
        var delivery = Delivery(chat);

        await delivery.SweepAsync(Cancellation);
        Assert.Equal(3, chat.Tried.Count);

        await delivery.SweepAsync(Cancellation);
        Assert.DoesNotContain(chat.Tried[3], chat.Tried[..3]);
        Assert.Empty(await OutboxAsync());
    }

    [Fact]
    public async Task Delivers_later_what_could_not_be_delivered()
    {
        await TellAsync(Some.Running(), Notice.CardChanged);
        await DeliverAsync(new Refusing(_chat, MachineCard.Key(Some.Running().Id)));

        await DeliverAsync(_chat);

        Assert.Single(_shown);
        Assert.Empty(await OutboxAsync());
    }

    [Fact]
    public async Task Shows_once_what_is_delivered_twice()
    {
        await TellAsync(Some.Running(), Notice.CardChanged, Notice.Ready);
        // Killed after it was shown and before it was taken out.
        await DeliverAsync(new Twice(_chat));

        Assert.Equal(2, _shown.Count);
    }

    [Fact]
    public async Task Draws_the_card_from_the_state_of_the_moment()
    {
        await TellAsync(Some.OnItsWay(), Notice.CardChanged);
        var read = Assert.IsType<StoredMachine>(await _desk.Machines.GetAsync(Some.OnItsWay().Id, Cancellation));
        await _desk.Machines.SaveAsync(read, new Step(Some.Running() with { Seq = read.Machine.Seq }, Some.Now), Cancellation);

        await DeliverAsync(_chat);

        Assert.Equal("ember-otter: Running", Assert.Single(_shown).Card.Title);
    }

    // Two programs deliver at once; the one that had read the older row shows its card last.
    [Fact]
    public async Task Does_not_leave_an_older_card_above_a_newer_one()
    {
        await TellAsync(Some.OnItsWay(), Notice.CardChanged);
        var overtaken = new Overtaken(_chat, async () =>
        {
            var read = Assert.IsType<StoredMachine>(await _desk.Machines.GetAsync(Some.OnItsWay().Id, Cancellation));
            var step = new Step(Some.Running() with { Seq = read.Machine.Seq }, Some.Now).Tell(Notice.CardChanged);
            Assert.True(await _desk.Machines.SaveAsync(read, step, Cancellation));
            await DeliverAsync(_chat);
        });

        await DeliverAsync(overtaken);

        Assert.Equal("ember-otter: Running", _shown[^1].Card.Title);
    }

    [Fact]
    public async Task Delivers_a_lease_warning_with_the_time_that_it_gives()
    {
        var warned = Some.Running() with { LeaseEndsAt = Some.Now.AddHours(-3), Warned = TimeSpan.FromMinutes(10), WarnedAt = Some.Now.AddHours(-3) };
        Assert.True(await _desk.Machines.CreateAsync(new Step(warned, Some.Now).Tell(Notice.LeaseEnding, warned.LeaseEndsAt), Cancellation));

        await DeliverAsync(_chat);

        Assert.Contains("(in 10 min)", Assert.Single(_shown).Card.Title, StringComparison.Ordinal);
        Assert.Equal(_desk.Time.Now, (await _desk.NowAsync(warned)).WarnedAt);
    }

    [Fact]
    public async Task Stops_when_it_is_told_to_and_keeps_the_rest()
    {
        await TellAsync(Some.Running(), Notice.CardChanged);

        using var told = new CancellationTokenSource();
        await told.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => DeliverAsync(new Refusing(_chat, MachineCard.Key(Some.Running().Id), new OperationCanceledException()), told.Token));
        Assert.Single(await OutboxAsync());
    }

    [Fact]
    public async Task Takes_a_chat_that_does_not_answer_in_time_for_one_that_is_down()
    {
        await TellAsync(Some.Running(), Notice.CardChanged);

        await DeliverAsync(new Refusing(_chat, MachineCard.Key(Some.Running().Id), new TaskCanceledException()));

        Assert.Single(await OutboxAsync());
    }

    private async Task TellAsync(Machine machine, params Notice[] notices) =>
        Assert.True(await _desk.Machines.CreateAsync(notices.Aggregate(new Step(machine, Some.Now), (step, notice) => step.Tell(notice)), Cancellation));

    private Task DeliverAsync(IChannel channel, CancellationToken? cancellationToken = null) =>
        Delivery(channel).SweepAsync(cancellationToken ?? Cancellation);

    private OutboxDelivery Delivery(IChannel channel) =>
        new(_desk.Machines, channel, BotDesk.Live, _desk.Time, LineLogs.To(_log).CreateLogger<OutboxDelivery>());

    private async Task<List<StoredMessage>> OutboxAsync()
    {
        var waiting = new List<StoredMessage>();
        await foreach (var id in _desk.Machines.UndeliveredAsync(Cancellation))
            await foreach (var message in _desk.Machines.OutboxAsync(id, Cancellation)) waiting.Add(message);
        return waiting;
    }

    private sealed class Refusing(IChannel rest, string key, Exception? with = null) : IChannel
    {
        public string Name => "terminal";

        public Task PutAsync(Conversation conversation, string shown, Card card, CancellationToken cancellationToken) =>
            shown == key
                ? Task.FromException(with ?? new HttpRequestException("The chat is down."))
                : rest.PutAsync(conversation, shown, card, cancellationToken);
    }

    /// <summary>The bot was removed from one conversation, or from all.</summary>
    private sealed class Unwelcome(IChannel rest, Conversation? there = null) : IChannel
    {
        public string Name => "terminal";

        public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken) =>
            there is null || conversation == there
                ? Task.FromException(new UnreachableConversationException("It was removed."))
                : rest.PutAsync(conversation, key, card, cancellationToken);
    }

    /// <summary>Fails for a while.</summary>
    private sealed class Down(IChannel rest, int times) : IChannel
    {
        public List<string> Tried { get; } = [];

        public string Name => "terminal";

        public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken)
        {
            Tried.Add(key);
            return Tried.Count <= times
                ? Task.FromException(new HttpRequestException("The chat is down."))
                : rest.PutAsync(conversation, key, card, cancellationToken);
        }
    }

    /// <summary>Somebody else is faster, once.</summary>
    private sealed class Overtaken(IChannel channel, Func<Task> faster) : IChannel
    {
        private bool _isOver;

        public string Name => "terminal";

        public async Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken)
        {
            if (!_isOver)
            {
                _isOver = true;
                await faster();
            }
            await channel.PutAsync(conversation, key, card, cancellationToken);
        }
    }

    private sealed class Twice(IChannel channel) : IChannel
    {
        public string Name => "terminal";

        public async Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken)
        {
            await channel.PutAsync(conversation, key, card, cancellationToken);
            await channel.PutAsync(conversation, key, card, cancellationToken);
        }
    }
}
