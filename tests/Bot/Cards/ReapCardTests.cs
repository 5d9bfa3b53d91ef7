using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Machines;
using ChatOps.Core.Reaping;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

/// <summary>What people are told of machines that nobody uses, as it is delivered.</summary>
public sealed class ReapCardTests
{
    private const string OnFour = "0 % on all 4 GPUs for 42 min; python (pid 4182) still holds 38 GiB.";

    private static readonly ChatOps.Bot.Clock Clock = new(Some.Now, BotDesk.Policy.TimeZone);

    private static readonly IdleWarning Warning = new(
        RuleName.IdleGpu, Some.Now, Some.Now, TimeSpan.FromMinutes(10), VerdictKind.Stop, "0 % on its GPU for 42 min.", Some.Now.AddMinutes(-42))
    {
        Keep = ReapStep.Keep,
        LongKeep = ReapStep.LongKeep,
    };

    private static readonly IdleWarning Announced = Warning with
    {
        Rule = RuleName.StoppedTooLong,
        Then = VerdictKind.Delete,
        Ahead = TimeSpan.FromDays(1),
        Seen = "Stopped for 6 d; 7 d are allowed.",
        Keep = null,
        LongKeep = null,
    };

    private static readonly IdleWarning Rehearsal = Warning with { IsRehearsal = true };

    private static readonly IdleState Held = new()
    {
        HeldSince = Some.Now.AddHours(-2),
        HeldSeen = "python (pid 4182) holds 38 GiB of GPU 1, on which nothing has run for 2 h.",
        HeldTold = HeldTold.Owner,
    };

    internal static readonly Dictionary<string, (Notice Notice, Machine Machine)> Notices = new()
    {
        ["warning"] = (Notice.ReapWarning, Warned(Warning)),
        ["warning-four-gpus"] = (Notice.ReapWarning, OnFourGpus(Warned(Warning with { Seen = OnFour }))),
        ["warning-kept-before"] = (
            Notice.ReapWarning, Warned(Warning with { Keep = TimeSpan.FromMinutes(15), LongKeep = TimeSpan.FromHours(1) }, keeps: 2)),
        ["warning-keep-used-up"] = (Notice.ReapWarning, Warned(Warning with { Keep = null, LongKeep = null }, keeps: 3)),
        ["warning-no-keep-at-all"] = (Notice.ReapWarning, Warned(Warning with { Keep = null, LongKeep = null })),
        ["warning-only"] = (Notice.ReapWarning, Warned(Warning with { Then = VerdictKind.Warn })),
        ["warning-deletes"] = (Notice.ReapWarning, Warned(Warning with { Then = VerdictKind.Delete })),
        ["warning-deletes-with-a-snapshot"] = (
            Notice.ReapWarning, Warned(Warning with { Then = VerdictKind.Delete, KeepSnapshots = TimeSpan.FromDays(30) })),
        ["warning-quiet-hours"] = (
            Notice.ReapWarning, Warned(Warning with { Rule = RuleName.OffHours, Seen = "These are quiet hours: 0 % on its GPU for 18 min." })),
        ["warning-price-unknown"] = (Notice.ReapWarning, Warned(Warning) with { PerHour = null }),
        ["answered-kept"] = (Notice.ReapAnswered, Some.Running() with { Idle = IdleState.Fresh.Keep(TimeSpan.FromHours(1), Some.Now) }),
        ["answered-in-use-again"] = (Notice.ReapAnswered, Some.Running() with { Idle = new IdleState { CalledOff = "Its GPU was at 84 % just now." } }),
        ["answered-stopped"] = (Notice.ReapAnswered, Some.Stopping() with { Reason = "0 % on its GPU for 52 min" }),
        ["answered-by-a-manager"] = (Notice.ReapAnswered, Some.Stopping() with { Reason = "stopped by manager" }),
        ["answered-by-a-newer-one"] = (Notice.ReapAnswered, Warned(Warning with { At = Some.Now.AddMinutes(5) })),
        ["answered-started-again"] = (Notice.ReapAnswered, Some.StartingAgain()),
        ["answered-deleted"] = (Notice.ReapAnswered, Some.Deleted() with { Reason = "stopped for 7 d; 7 d are allowed" }),
        ["answered-not-to-be-deleted"] = (
            Notice.ReapAnswered, Some.Stopped() with { Idle = new IdleState { KeptAt = Some.Now, KeptUntil = Some.Now.AddDays(7) } }),
        ["announced"] = (Notice.ReapWarning, Some.Stopped() with { Idle = new IdleState { Warning = Announced } }),
        ["announced-with-a-snapshot"] = (
            Notice.ReapWarning, Some.Stopped() with { Idle = new IdleState { Warning = Announced with { KeepSnapshots = TimeSpan.FromDays(30) } } }),
        ["announced-disks-unknown"] = (Notice.ReapWarning, Some.Stopped() with { Idle = new IdleState { Warning = Announced }, DisksPerHour = null }),
        ["announced-evicted"] = (Notice.ReapWarning, Some.Evicted() with { Idle = new IdleState { Warning = Announced } }),
        ["stopped"] = (Notice.Reaped, Some.Stopping() with { Reason = "0 % on its GPU for 52 min" }),
        ["deleted"] = (Notice.Reaped, Some.Deleted() with { Reason = "stopped for 7 d; 7 d are allowed" }),
        ["deleted-with-a-snapshot"] = (Notice.Reaped, Some.AwaitingSnapshots()),
        ["deleted-and-its-snapshot-made"] = (Notice.Reaped, Some.DeletedWithSnapshots()),
        ["snapshot-fails"] = (Notice.Refused, Some.AwaitingSnapshots() with { Trouble = Some.NoSnapshot }),
        ["dry-run"] = (Notice.ReapWarning, Warned(Rehearsal)),
        ["dry-run-only-warns"] = (Notice.ReapWarning, Warned(Rehearsal with { Then = VerdictKind.Warn })),
        ["dry-run-deletes"] = (Notice.ReapWarning, Some.Stopped() with { Idle = new IdleState { Warning = Announced with { IsRehearsal = true } } }),
        ["dry-run-rehearsed"] = (Notice.RehearsalAnswered, Warned(Rehearsal with { WasRehearsed = true })),
        ["dry-run-called-off"] = (Notice.RehearsalAnswered, Some.Running() with { Idle = new IdleState { CalledOff = "Its GPU was at 84 % just now." } }),
        ["held"] = (Notice.GpuHeld, OnFourGpus(Some.Running() with { Idle = Held })),
        ["held-for-managers"] = (Notice.GpuHeld, OnFourGpus(Some.Running() with { Idle = Held with { HeldTold = HeldTold.Managers } })),
        ["quiet-hours"] = (Notice.QuietInUse, Some.Running()),
        ["keep-refused"] = (Notice.KeepRefused, Some.Running() with { Idle = new IdleState { Keeps = 3, KeepRefused = true } }),
        ["keep-refused-by-the-policy"] = (Notice.KeepRefused, Some.Running() with { Idle = new IdleState { KeepRefused = true }, PerHour = null }),
        ["eviction"] = (Notice.EvictionComing, Some.Running() with { Spot = true }),
        ["stopped-for-owner"] = (Notice.StoppedForOwner, Some.Stopping() with { Reason = "stopped by manager" }),
    };

    internal static readonly Dictionary<string, Card> Cards = Notices.ToDictionary(one => one.Key, one => Of(one.Value.Notice, one.Value.Machine))
        .Concat(new Dictionary<string, Card>
        {
            ["keeping"] = Keeping(TimeSpan.FromHours(1), TimeSpan.FromHours(1)),
            ["keeping-for-less"] = Keeping(TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)),
            ["keeping-what-is-stopped"] = OrderedCard.Keeping(
                Some.Stopped() with { Idle = new IdleState { KeptAt = Some.Now, KeptUntil = Some.Now.AddDays(7) } }, TimeSpan.FromHours(1), Clock),
        })
        .ToDictionary();

    private static readonly Dictionary<string, (Notice Notice, Machine Machine)> MootOnes = new()
    {
        ["a warning that was answered"] = (Notice.ReapWarning, Some.Running() with { Idle = IdleState.Fresh.Keep(TimeSpan.FromHours(1), Some.Now) }),
        ["a warning of one that starts anew"] = (Notice.ReapWarning, Some.StartingAgain()),
        ["a warning of another time"] = (Notice.ReapWarning, Warned(Warning with { At = Some.Now.AddDays(-1) })),
        ["a warning of one that is being deleted"] = (Notice.ReapWarning, Warned(Warning) with { Wanted = Wanted.Deleted }),
        ["a stop of one that is started again"] = (Notice.Reaped, Some.StartingAgain()),
        ["a GPU that is free again"] = (Notice.GpuHeld, Some.Running() with { Idle = IdleState.Fresh }),
        ["a GPU of one that stops"] = (Notice.GpuHeld, Some.Stopping() with { Idle = Held }),
        ["quiet hours of one that stops"] = (Notice.QuietInUse, Some.Stopping()),
        ["a Keep refused of one that was used since"] = (Notice.KeepRefused, Some.Running() with { Idle = IdleState.Fresh }),
        ["a Keep refused of one that stops"] = (Notice.KeepRefused, Some.Stopping() with { Idle = new IdleState { KeepRefused = true } }),
        ["an eviction of one that is evicted"] = (Notice.EvictionComing, Some.Evicted()),
        ["a manager's stop of one that is started again"] = (Notice.StoppedForOwner, Some.StartingAgain()),
    };

    public static TheoryData<string> Names => [.. Cards.Keys];

    public static TheoryData<string> Moot => [.. MootOnes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Reap.{name}.txt", TextRenderer.Render(Cards[name]));

    [Theory]
    [MemberData(nameof(Moot))]
    public void Says_nothing_that_is_no_longer_so(string what) => Assert.Null(Build(MootOnes[what].Notice, MootOnes[what].Machine));

    [Theory]
    [MemberData(nameof(Names))]
    public void Buttons_name_the_machine_by_its_id(string name) => Assert.All(
        Cards[name].Buttons.Where(button => button.Label != "Launch again"),
        button => Assert.Contains($"id:{Some.Running().Id}", button.Command, StringComparison.Ordinal));

    // The time that it asks for is what the policy then halves; the label says what comes of it.
    [Fact]
    public void A_Keep_that_is_shorter_by_now_asks_for_what_was_asked_for_at_first()
    {
        var button = Cards["warning-kept-before"].Buttons[0];

        Assert.Equal(("Keep 15m", $"keep id:{Some.Running().Id} 1h"), (button.Label, button.Command));
    }

    [Fact]
    public void A_warning_and_its_answer_have_one_key() =>
        Assert.Equal($"idle-{Some.Running().Id}-20261118100000", ReapCards.Key(Some.Running(), Some.Now));

    private static Machine Warned(IdleWarning warning, int keeps = 0) => Some.Running() with { Idle = new IdleState { Warning = warning, Keeps = keeps } };

    private static Machine OnFourGpus(Machine machine) => machine with
    {
        Placements = [new Placement("Standard_NC96ads_A100_v4", "eastus")],
        PerHour = SomePrices.Of("Standard_NC96ads_A100_v4"),
    };

    private static Card Keeping(TimeSpan kept, TimeSpan asked) =>
        OrderedCard.Keeping(Some.Running() with { Idle = IdleState.Fresh.Keep(kept, Some.Now) }, asked, Clock);

    private static Card Of(Notice notice, Machine machine) => Assert.IsType<Card>(Build(notice, machine));

    private static Card? Build(Notice notice, Machine machine) => NoticeCard.Build(
        new OutboxMessage(notice, Some.Now, notice == Notice.EvictionComing ? Some.Now.AddSeconds(30) : Some.Now), machine, Clock);
}
