using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Core.State;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Chat;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Bot;

/// <summary>How what the reaper tells reaches people: a warning warns from then on, and its answer edits it.</summary>
public sealed class ReapDeliveryTests : IDisposable
{
    private static readonly DateTimeOffset WarnedAt = Some.Now.AddMinutes(-3);

    private readonly BotDesk _desk = new();
    private readonly StringWriter _log = new();
    private readonly SandboxChat _chat = new();
    private readonly List<ChatMessage> _shown = [];

    public ReapDeliveryTests() => _chat.Changed += _shown.Add;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _desk.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_warning_warns_from_when_it_was_delivered()
    {
        var machine = await WarnedAsync();

        await DeliverAsync(_chat);

        Assert.Equal(("ember-otter is idle and stops at 11:10 (in 10 min)", "to scientist"), Assert.Single(Seen()));
        Assert.Equal(Some.Now, (await _desk.NowAsync(machine)).Idle?.Warning?.ToldAt);
    }

    [Fact]
    public async Task A_warning_whose_owner_cannot_be_written_to_is_shown_where_the_machine_was_launched()
    {
        var machine = await WarnedAsync();

        await DeliverAsync(new Unwelcome(_chat, "scientist@contoso.example"));

        Assert.Equal("#vision", Assert.Single(_shown).Where);
        Assert.Equal(new CardElement.Text("For scientist, who cannot be written to.", TextStyle.Subtle), _shown[0].Card.Body[0]);
        Assert.NotNull((await _desk.NowAsync(machine)).Idle?.Warning?.ToldAt);
    }

    [Fact]
    public async Task A_warning_that_reaches_nobody_warns_nobody()
    {
        var machine = await WarnedAsync(m => m with { Home = Conversation.Direct("terminal", m.Owner) });

        await DeliverAsync(new Unwelcome(_chat, "scientist@contoso.example"));
        _desk.Time.Advance(TimeSpan.FromDays(2));
        await DeliverAsync(new Unwelcome(_chat, "scientist@contoso.example"));

        Assert.Empty(_shown);
        Assert.Null((await _desk.NowAsync(machine)).Idle?.Warning?.ToldAt);
        Assert.Single(await OutboxAsync());
    }

    [Fact]
    public async Task A_warning_that_is_moot_is_never_shown()
    {
        var machine = await WarnedAsync();
        await ChangeAsync(machine, m => m with { Idle = IdleState.Fresh });

        await DeliverAsync(_chat);

        Assert.Empty(_shown);
        Assert.Empty(await OutboxAsync());
    }

    [Fact]
    public async Task A_warning_and_its_answer_are_one_card()
    {
        var machine = await WarnedAsync();
        await DeliverAsync(_chat);

        await _desk.SayAsync(BotDesk.Scientist, "keep ember-otter");
        await DeliverAsync(_chat);

        var direct = _shown.Where(message => message.Where == "to scientist").Distinct().ToList();
        Assert.Equal("ember-otter is kept until 12:00 (in 1 h)", Assert.Single(direct).Card.Title);
        Assert.Null((await _desk.NowAsync(machine)).Idle?.Warning);
    }

    [Fact]
    public async Task Who_stops_a_member_s_machine_has_its_owner_told_and_the_warning_edited()
    {
        await WarnedAsync();
        await DeliverAsync(_chat);

        await _desk.SayAsync(BotDesk.Manager, "stop ember-otter");
        await DeliverAsync(_chat);

        Assert.Equal(
            ["ember-otter is stopped", "ember-otter was stopped by manager"],
            _shown.Where(message => message.Where == "to scientist").Distinct().Select(message => message.Card.Title));
    }

    [Fact]
    public async Task A_rehearsal_and_what_becomes_of_it_go_to_the_managers_only()
    {
        var machine = await WarnedAsync(m => m with { Idle = Rehearsal(m) });
        await DeliverAsync(_chat);
        Assert.Equal(["to manager", "to manager2"], _shown.Select(message => message.Where));
        Assert.Equal("Dry run: ember-otter would be stopped at 11:10 (in 10 min)", _shown[0].Card.Title);
        var told = await _desk.NowAsync(machine);
        Assert.Equal(Some.Now, told.Idle?.Warning?.ToldAt);

        await ChangeAsync(machine, m => m with { Idle = new IdleState { CalledOff = "Its GPU was at 84 % just now." } }, Notice.RehearsalAnswered);
        await DeliverAsync(_chat);

        Assert.Equal(["to manager", "to manager2"], _shown.Distinct().Select(message => message.Where));
        Assert.All(_shown.Distinct(), message => Assert.Equal("Dry run: nothing would have been done to ember-otter", message.Card.Title));
    }

    [Theory]
    [InlineData(HeldTold.Owner, "to scientist")]
    [InlineData(HeldTold.Managers, "to manager, to manager2")]
    public async Task A_GPU_that_is_held_is_told_to_its_owner_and_in_the_end_to_the_managers(HeldTold told, string where)
    {
        var machine = Some.Running() with { Idle = new IdleState { HeldSince = Some.Now.AddHours(-8), HeldTold = told } };
        Assert.True(await _desk.Machines.CreateAsync(new Step(machine, Some.Now).Tell(Notice.GpuHeld, Some.Now), Cancellation));

        await DeliverAsync(_chat);

        Assert.Equal(where, string.Join(", ", _shown.Select(message => message.Where)));
    }

    [Fact]
    public async Task What_no_manager_can_be_told_waits()
    {
        var machine = await WarnedAsync(m => m with { Idle = Rehearsal(m) });

        await DeliverAsync(new Unwelcome(_chat, "manager@contoso.example", "manager2@contoso.example"));
        Assert.Null((await _desk.NowAsync(machine)).Idle?.Warning?.ToldAt);

        await DeliverAsync(new Unwelcome(_chat, "manager2@contoso.example"));
        Assert.Equal(("Dry run: ember-otter would be stopped at 11:10 (in 10 min)", "to manager"), Assert.Single(Seen()));
        Assert.NotNull((await _desk.NowAsync(machine)).Idle?.Warning?.ToldAt);
    }

    private IEnumerable<(string Title, string Where)> Seen() => _shown.Select(message => (message.Card.Title, message.Where));

    private static IdleState Rehearsal(Machine machine) =>
        machine.Idle is { Warning: { } warning } idle ? idle with { Warning = warning with { IsRehearsal = true } } : IdleState.Fresh;

    /// <summary>Warned three minutes ago, and not told yet.</summary>
    private async Task<Machine> WarnedAsync(Func<Machine, Machine>? change = null)
    {
        var warning = new IdleWarning(
            RuleName.IdleGpu, WarnedAt, null, TimeSpan.FromMinutes(10), VerdictKind.Stop, "0 % on its GPU for 42 min.", Some.Now.AddMinutes(-45))
        {
            Keep = ReapStep.Keep,
            LongKeep = ReapStep.LongKeep,
        };
        var machine = Some.Running() with { Idle = new IdleState { Warning = warning } };
        machine = change is null ? machine : change(machine);
        await _desk.HasAsync(machine);
        await ChangeAsync(machine, m => m, Notice.ReapWarning);
        return machine;
    }

    private async Task ChangeAsync(Machine machine, Func<Machine, Machine> change, Notice? notice = null)
    {
        var read = Assert.IsType<StoredMachine>(await _desk.Machines.GetAsync(machine.Id, Cancellation));
        var step = new Step(change(read.Machine), Some.Now);
        Assert.True(await _desk.Machines.SaveAsync(read, notice is { } told ? step.Tell(told, WarnedAt) : step, Cancellation));
    }

    private Task DeliverAsync(IChannel channel) =>
        new OutboxDelivery(_desk.Machines, channel, BotDesk.Live, _desk.Time, LineLogs.To(_log).CreateLogger<OutboxDelivery>()).SweepAsync(Cancellation);

    private async Task<List<StoredMessage>> OutboxAsync()
    {
        var waiting = new List<StoredMessage>();
        await foreach (var id in _desk.Machines.UndeliveredAsync(Cancellation))
            await foreach (var message in _desk.Machines.OutboxAsync(id, Cancellation)) waiting.Add(message);
        return waiting;
    }

    /// <summary>Some people cannot be written to.</summary>
    private sealed class Unwelcome(IChannel rest, params string[] people) : IChannel
    {
        public string Name => "terminal";

        public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken) =>
            people.Any(person => conversation == Conversation.Direct("terminal", person))
                ? Task.FromException(new UnreachableConversationException("They have removed it."))
                : rest.PutAsync(conversation, key, card, cancellationToken);
    }
}
