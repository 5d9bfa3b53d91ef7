using ChatOps.Bot;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Machines;
using ChatOps.Core.Reaping;
using ChatOps.Core.State;

namespace ChatOps.Tests.Bot.Commands;

public sealed class KeepCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Keeps_the_running_one_for_an_hour()
    {
        var machine = await _desk.HasAsync(Some.Running());
        await _desk.HasAsync(Some.Stopped("lunar-fox"));

        var reply = await _desk.SayAsync(BotDesk.Scientist, "keep");

        Assert.Equal(("Keeping ember-otter", Audience.Conversation), (reply.Card.Title, reply.Audience));
        var idle = (await _desk.NowAsync(machine)).Idle;
        Assert.Equal((_desk.Time.Now.AddHours(1), 1), (idle?.KeptUntil, idle?.Keeps));
    }

    [Theory]
    [InlineData("keep ember-otter 2h", 120)]
    [InlineData("keep ember-otter 9h", 240)]
    [InlineData("keep 20m", 20)]
    public async Task Keeps_it_as_long_as_it_is_told_and_the_policy_allows(string text, int minutes)
    {
        var machine = await _desk.HasAsync(Some.Running());

        await _desk.SayAsync(BotDesk.Scientist, text);

        Assert.Equal(_desk.Time.Now.AddMinutes(minutes), (await _desk.NowAsync(machine)).Idle?.KeptUntil);
    }

    [Fact]
    public async Task Keeps_it_for_half_as_long_each_time_says_so_and_then_says_what_else_there_is()
    {
        var machine = await _desk.HasAsync(Some.Running());

        Assert.DoesNotContain("longest", await _desk.TextAsync(BotDesk.Scientist, "keep"), StringComparison.Ordinal);
        Assert.Contains("(in 30 min), which is the longest just now", await _desk.TextAsync(BotDesk.Scientist, "keep"), StringComparison.Ordinal);
        await _desk.SayAsync(BotDesk.Scientist, "keep");

        Assert.Equal(
            "ember-otter was kept 3 times and not used in between. If you still need it, `extend ember-otter 1h`; else `stop ember-otter`, "
                + "which keeps its disks.",
            await _desk.MistakeAsync(BotDesk.Scientist, "keep"));
        Assert.Equal(_desk.Time.Now.AddMinutes(15), (await _desk.NowAsync(machine)).Idle?.KeptUntil);
    }

    [Fact]
    public async Task An_extension_lets_it_be_kept_anew()
    {
        await _desk.HasAsync(Some.Running());
        for (var i = 0; i < 3; i++) await _desk.SayAsync(BotDesk.Scientist, "keep");

        await _desk.SayAsync(BotDesk.Scientist, "extend ember-otter 2h");

        Assert.Contains("(in 1 h)", await _desk.TextAsync(BotDesk.Scientist, "keep"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_the_warning_with_another_text_than_its_own()
    {
        var machine = await _desk.HasAsync(Warned(Some.Running()));

        var reply = await _desk.SayAsync(BotDesk.Scientist, "keep");

        var kept = await _desk.NowAsync(machine);
        Assert.Null(kept.Idle?.Warning);
        var answer = Assert.Single(await OutboxAsync(machine), message => message.Message.Notice == Notice.ReapAnswered);
        Assert.Equal(Some.Now.AddMinutes(-5), answer.Message.Kept);
        var edited = ChatOps.Bot.Cards.ReapCards.Answered(kept, answer.Message.Kept, _desk.Clock);
        Assert.NotEqual(TextRenderer.Render(edited), TextRenderer.Render(reply.Card));
    }

    [Fact]
    public async Task Acts_once_on_what_is_delivered_again()
    {
        var machine = await _desk.HasAsync(Some.Running());
        var first = await _desk.SayAsync(BotDesk.Scientist, "keep", "message-1");

        _desk.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await _desk.SayAsync(BotDesk.Scientist, "keep", "message-1");

        Assert.Equal((first.Card.Title, 1), (second.Card.Title, (await _desk.NowAsync(machine)).Idle?.Keeps));
    }

    [Fact]
    public async Task Keeps_what_is_stopped_from_being_deleted()
    {
        var machine = await _desk.HasAsync(Some.Stopped());

        Assert.Contains("It is not deleted before", await _desk.TextAsync(BotDesk.Scientist, "keep ember-otter"), StringComparison.Ordinal);
        Assert.Equal(_desk.Time.Now.AddDays(7), (await _desk.NowAsync(machine)).Idle?.KeptUntil);
    }

    [Fact]
    public async Task Keeps_nothing_that_is_on_its_way_or_being_deleted()
    {
        await _desk.HasAsync(Some.OnItsWay());
        await _desk.HasAsync(Some.Deleting("lunar-fox"));

        Assert.Equal("ember-otter is on its way; only what runs, or is stopped, is kept.", await _desk.MistakeAsync(BotDesk.Scientist, "keep ember-otter"));
        Assert.Equal("lunar-fox is being deleted; only what runs, or is stopped, is kept.", await _desk.MistakeAsync(BotDesk.Scientist, "keep lunar-fox"));
    }

    [Fact]
    public async Task Keeps_nothing_for_no_time()
    {
        await _desk.HasAsync(Some.Running());

        Assert.NotEqual("", await _desk.MistakeAsync(BotDesk.Scientist, "keep ember-otter 0m"));
    }

    [Fact]
    public async Task Is_for_the_owner_and_who_manages_the_team()
    {
        var machine = await _desk.HasAsync(Some.Running());

        Assert.Equal(
            "ember-otter belongs to scientist. Ask them, or a manager of team vision.", await _desk.MistakeAsync(BotDesk.Colleague, "keep ember-otter"));
        Assert.Null((await _desk.NowAsync(machine)).Idle);
        await _desk.SayAsync(BotDesk.Manager, "keep ember-otter");
        Assert.NotNull((await _desk.NowAsync(machine)).Idle?.KeptUntil);
    }

    [Theory]
    [InlineData("stop ember-otter")]
    [InlineData("terminate ember-otter --yes")]
    [InlineData("extend ember-otter 1h")]
    public async Task Whatever_else_is_ordered_answers_the_warning_too(string text)
    {
        var machine = await _desk.HasAsync(Warned(Some.Running()));

        await _desk.SayAsync(BotDesk.Scientist, text);

        Assert.Null((await _desk.NowAsync(machine)).Idle?.Warning);
        Assert.Contains(await OutboxAsync(machine), message => message.Message.Notice == Notice.ReapAnswered);
    }

    [Theory]
    [InlineData("manager", true)]
    [InlineData("scientist", false)]
    public async Task Who_stops_somebody_else_s_has_its_owner_told(string who, bool isTold)
    {
        var machine = await _desk.HasAsync(Warned(Some.Running()));

        await _desk.SayAsync(who == "manager" ? BotDesk.Manager : BotDesk.Scientist, "stop ember-otter");

        Assert.Equal(isTold, (await OutboxAsync(machine)).Exists(message => message.Message.Notice == Notice.StoppedForOwner));
    }

    private async Task<List<StoredMessage>> OutboxAsync(Machine machine) =>
        await _desk.Machines.OutboxAsync(machine.Id, Cancellation).ToListAsync(Cancellation);

    private static Machine Warned(Machine machine) => machine with
    {
        Idle = new IdleState
        {
            Warning = new IdleWarning(
                RuleName.IdleGpu, Some.Now.AddMinutes(-5), Some.Now.AddMinutes(-5), TimeSpan.FromMinutes(10), VerdictKind.Stop,
                "0 % on its GPU for 42 min.", Some.Now.AddMinutes(-47))
            { Keep = ReapStep.Keep, LongKeep = ReapStep.LongKeep },
        },
    };
}
