using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;
using ChatOps.Core.Reaping;
using ChatOps.Core.Reaping.Risk;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Reaping;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

/// <summary>What people see when they ask: why a machine is left running, and which do nothing. And what the admins see of silent ones.</summary>
public sealed class IdleCardTests
{
    private static readonly ChatOps.Bot.Clock Clock = new(IdleCase.Now, BotDesk.Policy.TimeZone);

    private static readonly Case Priced = IdleCase.Idle.But(m => m with { PerHour = new Money(3.673m, "USD") });

    internal static readonly Dictionary<string, Card> Why = new()
    {
        ["in-use"] = Asked(Priced.Ago(5, bin => bin with { MaxUtilization = 84 })),
        ["in-use-and-broken"] = Asked(Priced.Ago(5, bin => bin with { MaxUtilization = 84 }).Using(use => use with { Xid = 79, EccErrors = 2 })),
        ["likely-to-be-used-again"] = Asked(Priced with
        {
            Risk = new Risk(0.45, TimeSpan.FromMinutes(150), 0.12, 0.053, new ResumeSignals(Idle: 3, Habit: 0.3, Hour: 0.1, Recent: 0.57, Longer: 0.27)),
        }),
        ["idle-not-for-long"] = Asked(Priced.But(m => m with { RunningSince = IdleCase.Now.AddMinutes(-20) })),
        ["idle-and-warned"] = WhyCards.Build(
            Priced.Warned(3).Machine,
            [
                Judged(Priced.Warned(3)),
                Judged(Priced.Ago(25, bin => bin with { MaxUtilization = 84 }) with { Now = IdleCase.Now.AddMinutes(-10) }),
                Judged(Priced.Ago(25, bin => bin with { MaxUtilization = 84 }) with { Now = IdleCase.Now.AddMinutes(-20) }),
            ],
            Clock),
        ["idle-and-only-told"] = Asked(Priced.Warned(3).Setting(s => s with { Then = VerdictKind.Warn }).Remembering(i => i with
        {
            Warning = i.Warning is { } w ? w with { Then = VerdictKind.Warn } : null,
        })),
        ["idle"] = Asked(Priced),
        ["kept"] = Asked(Priced.Remembering(i => i.Keep(TimeSpan.FromHours(1), IdleCase.Now))),
        ["not-heard-of"] = Asked(Priced with { Use = null }),
        ["not-measured"] = WhyCards.NotMeasured(IdleCase.Machine),
        ["unknown"] = WhyCards.Unknown(IdleCase.Machine),
        ["just-started"] = Asked(Priced.But(m => m with { RunningSince = IdleCase.Now.AddMinutes(-4) })),
        ["stopped"] = Asked(IdleCase.Stopped(2).But(m => m with { Reason = "0 % on its GPU for 52 min" })),
        ["stopped-for-long"] = Asked(IdleCase.Stopped(6.5)),
        ["stopped-and-announced"] = Asked(IdleCase.Stopped(6.5).Remembering(i => i with
        {
            Warning = new IdleWarning(
                RuleName.StoppedTooLong, IdleCase.Now.AddHours(-12), IdleCase.Now.AddHours(-12), TimeSpan.FromDays(1), VerdictKind.Delete,
                "Stopped for 6 d; 7 d are allowed.", IdleCase.Now.AddDays(-6)),
        })),
        ["on-its-way"] = Asked(Priced.But(_ => Some.OnItsWay())),
        ["being-stopped"] = Asked(Priced.But(_ => Some.Stopping())),
    };

    internal static readonly Dictionary<string, Card> Idle = new()
    {
        ["none"] = IdleCard.Build(
            [Judged(Priced.Ago(5, bin => bin with { Sessions = 1 })), Judged(Named("lunar-fox", 1).Ago(5, Works))], null, BotDesk.Manager, Clock),
        ["one-and-not"] = IdleCard.Build([Judged(Priced.Ago(5, Works))], null, BotDesk.Manager, Clock),
        ["nothing-runs"] = IdleCard.Build([], null, BotDesk.Manager, Clock),
        ["two"] = IdleCard.Build(
            [Judged(Priced.Warned(3)), Judged(Named("lunar-fox", 14.692m)), Judged(Named("quiet-heron", 1).Ago(5, Works))], null, BotDesk.Manager, Clock),
        ["some-unknown"] = IdleCard.Build([Judged(Priced), Judged(Named("lunar-fox", 1) with { Use = null })], null, BotDesk.Manager, Clock),
        ["only-unknown"] = IdleCard.Build(
            [Judged(Priced with { Use = null }), Judged(Named("lunar-fox", 1) with { Use = null })], null, BotDesk.Manager, Clock),
        ["kept-and-not-for-long"] = IdleCard.Build(
            [
                Judged(Priced.Remembering(i => i.Keep(TimeSpan.FromHours(1), IdleCase.Now))),
                Judged(Named("lunar-fox", 1).But(m => m with { RunningSince = IdleCase.Now.AddMinutes(-20) })),
                Judged(Named("quiet-heron", 1).Setting(s => s with { Then = VerdictKind.Warn })),
            ],
            null,
            BotDesk.Manager,
            Clock),
        ["of-others"] = IdleCard.Build(
            [Judged(Priced), Judged(Named("lunar-fox", 1).But(m => m with { Owner = BotDesk.Colleague.Email }))], null, BotDesk.Scientist, Clock),
        ["not-measured"] = IdleCard.NotMeasured(),
        ["unknown"] = IdleCard.Unknown(),
    };

    internal static readonly Dictionary<string, Card> Silence = new()
    {
        ["two"] = SilenceCard.Build([Silent("ember-otter", 25), Silent("lunar-fox", 90)], Clock),
        ["many"] = SilenceCard.Build([.. Enumerable.Range(1, 12).Select(i => Silent($"machine-{i}", 20 + i))], Clock),
        ["none"] = SilenceCard.Build([], Clock),
        ["unreadable"] = SilenceCard.Unreadable(IdleCase.Now.AddMinutes(-20), Clock),
        ["readable"] = SilenceCard.Readable(IdleCase.Now.AddHours(-3), Clock),
    };

    public static TheoryData<string> WhyNames => [.. Why.Keys];

    public static TheoryData<string> IdleNames => [.. Idle.Keys];

    public static TheoryData<string> SilenceNames => [.. Silence.Keys];

    [Theory]
    [MemberData(nameof(WhyNames))]
    public void Why_looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Why.{name}.txt", TextRenderer.Render(Why[name]));

    [Theory]
    [MemberData(nameof(IdleNames))]
    public void The_idle_ones_look_as_they_were_read(string name) => Snapshot.Matches("Bot", $"Idle.{name}.txt", TextRenderer.Render(Idle[name]));

    [Theory]
    [MemberData(nameof(SilenceNames))]
    public void The_silent_ones_look_as_they_were_read(string name) => Snapshot.Matches("Bot", $"Silence.{name}.txt", TextRenderer.Render(Silence[name]));

    [Fact]
    public void Only_what_the_viewer_may_stop_has_a_button() =>
        Assert.Equal(["Stop ember-otter"], Idle["of-others"].Buttons.Select(button => button.Label));

    [Fact]
    public void The_dearest_stand_first_and_have_the_buttons()
    {
        var many = Enumerable.Range(1, 7).Select(i => Judged(Named($"machine-{i}", i)));

        var card = IdleCard.Build([.. many], null, BotDesk.Manager, Clock);

        Assert.Equal(["Stop machine-7", "Stop machine-6", "Stop machine-5", "Stop machine-4", "Stop all 7"], card.Buttons.Select(button => button.Label));
        Assert.Equal("machine-7", Assert.IsType<CardElement.Table>(card.Body[0]).Rows[0][0]);
    }

    private static UseBin Works(UseBin bin) => bin with { MaxUtilization = 84 };

    private static Case Named(string name, decimal perHour) =>
        Priced.But(m => m with { Id = MachineId.FromRequest(name), Name = name, PerHour = new Money(perHour, "USD") });

    private static (Case, Judgement) Judged(Case c) => (c, c.Judged());

    private static Card Asked(Case c) => WhyCards.Build(c.Machine, [Judged(c)], Clock);

    private static Silent Silent(string name, int minutes) => new(IdleCase.Machine with { Name = name }, IdleCase.Now.AddMinutes(-minutes));
}
