using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;
using ChatOps.Core.Reaping;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>What the reaper's rules say of one machine, and said before.</summary>
public static class WhyCards
{
    /// <param name="said">Newest first.</param>
    public static Card Build(Machine machine, ImmutableArray<(Case Case, Judgement Judgement)> said, Clock clock)
    {
        var isJudged = machine is { Phase: Phase.Running, Wanted: Wanted.Running } or { Phase: Phase.Stopped or Phase.Evicted, Wanted: Wanted.Stopped };
        if (!isJudged || said is not [var (c, judgement), ..]) return NotRunning(machine);
        var deciding = judgement.Deciding;
        var card = new Card { Title = $"{machine.Name} {Headline(c, judgement, clock)}", Tone = Tone(judgement) }
            .Add(new CardElement.Text(deciding.Reason, TextStyle.Strong))
            .Add(machine is { Phase: Phase.Stopped or Phase.Evicted, Reason: { } reason } ? new CardElement.Text($"Why it was stopped: {reason}.") : null)
            .Add(new CardElement.Table(["Rule", "Says", "Because"], [.. judgement.Verdicts.Where(v => IsTold(machine, v)).Select(Row)]));
        if (c.Use is { } use) card = card.Add(Broken(use));
        var before = said.Skip(1).Select(one => (one.Case.Now, one.Judgement.Deciding)).ToList();
        if (before.Count == 0 || machine.Phase != Phase.Running) return card;
        return card.Add(new CardElement.Text("What was so before:", TextStyle.Subtle))
            .Add(new CardElement.Table(["When", "Rule", "Because"], [.. before.Select(one => Before(one.Now, one.Deciding, clock))]));
    }

    public static Card NotMeasured(Machine machine) => new Card { Title = $"{machine.Name} is left alone", Tone = Cards.Tone.Plain }
        .Add(new CardElement.Text("Nothing is measured here, and what is not known is not idle: it runs until its lease ends, or somebody stops it. "
            + "docs/metrics.md says how the platform team sets that up."));

    public static Card Unknown(Machine machine) => new Card { Title = $"What {machine.Name} does cannot be read just now", Tone = Cards.Tone.Warning }
        .Add(new CardElement.Text("While that is so, it is not stopped for being idle. Try again in a minute."));

    private static Card NotRunning(Machine machine) => new Card { Title = $"{machine.Name} {machine.Predicate}" }
        .Add(machine.Reason is { } reason ? new CardElement.Text($"Why: {reason}.") : null)
        .Add(new CardElement.Text($"`history {machine.Name}` shows how that came.", TextStyle.Subtle));

    /// <summary>No rule looks at it: what is broken may be in use all the same.</summary>
    private static CardElement.Text? Broken(MachineUse use)
    {
        string?[] signs =
        [
            use.Xid is { } xid ? $"the driver has reported XID {xid}" : null,
            use.EccErrors > 0 ? $"its GPUs have had {Plural.Of(use.EccErrors, "uncorrected memory error")}" : null,
        ];
        var seen = signs.OfType<string>().ToList();
        return seen.Count == 0
            ? null
            : new CardElement.Text($"Since it booted {string.Join(" and ", seen)}. If work on it fails, stop and start it, and tell the platform team.");
    }

    private static string Headline(Case c, Judgement judgement, Clock clock) => judgement switch
    {
        { Deciding.Rule: RuleName.LeaseEnded } => "has reached the end of its lease",
        { Veto: not null } => "is left alone",
        { Action: not null } when c.Idle.Warning is { } warning => Announced(warning, clock.At(warning.EndsAt(c.Now))),
        { Action.Kind: VerdictKind.Delete, Action.Rule: RuleName.StoppedTooLong } => "was stopped for long; its owner is told a day before it is deleted",
        { Action.Kind: VerdictKind.Warn } => "is idle; its owner is told, and no more is done",
        { Action: not null } => "is idle; its owner is warned before it is stopped",
        _ when c.Machine.Phase is Phase.Stopped or Phase.Evicted => "is stopped",
        { Deciding: { Rule: RuleName.IdleGpu, Since: not null } } => "is idle, but not for long enough",
        _ => "is in use",
    };

    private static string Announced(IdleWarning warning, string when) => warning switch
    {
        { Rule: RuleName.StoppedTooLong } => $"is deleted {when}",
        { Then: VerdictKind.Warn } => "is idle; its owner was told, and no more is done",
        { Then: VerdictKind.Delete } => $"is idle, and is deleted {when}",
        _ => $"is idle, and stops {when}",
    };

    private static Tone Tone(Judgement judgement) => judgement is { Veto: null, Action: not null } ? Cards.Tone.Warning : Cards.Tone.Plain;

    /// <summary>What has nothing to do with how the machine is now is left out.</summary>
    private static bool IsTold(Machine machine, Verdict verdict) => machine.Phase is Phase.Stopped or Phase.Evicted
        ? verdict.Rule is RuleName.Pinned or RuleName.Kept or RuleName.StoppedTooLong
        : verdict.Rule is not RuleName.StoppedTooLong;

    private static ImmutableArray<string> Row(Verdict verdict) => [Name(verdict.Rule), Word(verdict.Kind), verdict.Reason];

    private static ImmutableArray<string> Before(DateTimeOffset at, Verdict deciding, Clock clock) => [clock.Time(at), Name(deciding.Rule), deciding.Reason];

    private static string Word(VerdictKind kind) => kind switch
    {
        VerdictKind.NoOpinion => "–",
        VerdictKind.Keep => "keep",
        VerdictKind.Warn => "warn",
        VerdictKind.Stop => "stop",
        VerdictKind.Delete => "delete",
    };

    private static string Name(RuleName rule) => rule switch
    {
        RuleName.LeaseEnded => "lease",
        RuleName.Pinned => "exception",
        RuleName.JustStarted => "just started",
        RuleName.Kept => "kept",
        RuleName.InUseGpu => "GPU in use",
        RuleName.InUseInteractive => "somebody on it",
        RuleName.InUseCpu => "CPU in use",
        RuleName.NoMetrics => "measured",
        RuleName.Done => "done",
        RuleName.OffHours => "quiet hours",
        RuleName.ResumeRisk => "use resumes",
        RuleName.IdleGpu => "idle",
        RuleName.ZombieProcess => "GPU held",
        RuleName.StoppedTooLong => "stopped for long",
    };
}
