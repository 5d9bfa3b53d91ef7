using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Core.Reaping;

/// <summary>What a judgement leads to: a warning, its end, or what it announced. Pure, as the rules are.</summary>
/// <param name="Step">Null when nothing changes.</param>
/// <param name="Ends">Whether it stops or deletes the machine: then its newest samples are looked at once more, and only so many do in one pass.</param>
public sealed record ReapStep(Step? Step, bool Ends = false)
{
    /// <summary>What a first press of Keep is for, and a long one.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromHours(1);
    public static readonly TimeSpan LongKeep = TimeSpan.FromHours(4);

    private static readonly TimeSpan HeldForOwner = TimeSpan.FromHours(2);
    private static readonly TimeSpan HeldForManagers = TimeSpan.FromHours(8);

    /// <summary>What Azure announced longer ago has come, or never will.</summary>
    private static readonly TimeSpan Heeded = TimeSpan.FromMinutes(10);

    private static readonly ReapStep None = new((Step?)null);

    public static ReapStep Of(Case c, Judgement judgement)
    {
        if (judgement.Deciding is { Rule: RuleName.LeaseEnded }) return None;
        var step = Tell(c, new Step(c.Machine, c.Now), judgement);
        var ends = false;
        if (judgement.Veto is { } veto) step = Answer(c, step, veto);
        else if (judgement.Action is { } action) (step, ends) = Act(c, step, action);
        else if (c.Idle.Warning is { Then: not VerdictKind.Warn, WasRehearsed: false } warning) step = CallOff(c, step, judgement.Of(warning.Rule));
        return step.Machine == c.Machine ? None : new ReapStep(step, ends);
    }

    /// <summary>Takes what was typed on the machine for what is pressed in chat.</summary>
    public static Step? Heard(Case c)
    {
        var step = new Step(c.Machine, c.Now);
        if (c.Use is { EvictionAt: { } at } && at > c.Now - Heeded && c.Machine.Spot && c.Idle.EvictionTold != at)
        {
            // Thirty seconds are what Azure gives: as a rule it is over by now, and Azure is asked at once.
            step = step.With(m => m.LookAt(c.Now) with { Idle = c.Idle with { EvictionTold = at } });
            if (at > c.Now)
                step = step.Record(EventKind.EvictionComing, "Azure has said on it that it takes the spot capacity back").Tell(Notice.EvictionComing, at);
        }
        var said = c.Use?.KeepUntil is { } until && until > c.Now && until != c.Idle.KeepSaid ? until : (DateTimeOffset?)null;
        if (said is { } end) step = HeardKeep(c, step, end);
        return step.Machine == c.Machine ? null : step;
    }

    /// <summary>Refused, it is told in chat: nobody on the machine would ever know. What is not stopped anyway needs no Keep.</summary>
    private static Step HeardKeep(Case c, Step step, DateTimeOffset end)
    {
        var idle = step.Machine.Idle ?? IdleState.Fresh;
        if (c.Settings.KeepFor(end - c.Now, idle.Keeps) is { } time)
            return step.With(m => m with { Idle = idle.Keep(time, c.Now) with { KeepSaid = end } })
                .Record(EventKind.Kept, $"Kept for {Durations.Show(time)}, as was said on it")
                .AnswerWarning(idle);
        return idle.KeepRefused || c.Settings is { Enabled: false } or { DryRun: true } or { Exception: not null }
            ? step
            : step.With(m => m with { Idle = idle with { KeepRefused = true } }).Tell(Notice.KeepRefused);
    }

    /// <summary>What is told without anything being done.</summary>
    private static Step Tell(Case c, Step step, Judgement judgement)
    {
        step = TellHeld(c, step, judgement.Of(RuleName.ZombieProcess));
        var isInUse = judgement.Veto is { Rule: RuleName.InUseGpu or RuleName.InUseInteractive or RuleName.InUseCpu };
        // Once in a night or a weekend, and not once more when a new day begins in it.
        if (!c.Settings.IsQuiet)
            return c.Idle.QuietTold ? step.With(m => m with { Idle = (m.Idle ?? IdleState.Fresh) with { QuietTold = false } }) : step;
        if (!isInUse || c.Idle.QuietTold || c.Settings.DryRun) return step;
        return step.With(m => m with { Idle = (m.Idle ?? IdleState.Fresh) with { QuietTold = true } })
            .Record(EventKind.QuietInUse, $"In use when quiet hours began, and left alone: {judgement.Veto?.Reason}")
            .Tell(Notice.QuietInUse);
    }

    private static Step TellHeld(Case c, Step step, Verdict held)
    {
        if (held.Kind != VerdictKind.Warn)
        {
            var free = c.Idle with { HeldSince = null, HeldSeen = null, HeldTold = HeldTold.Nobody };
            return c.Idle.HeldSince is null ? step : step.With(m => m with { Idle = free });
        }
        var since = held.Since ?? c.Now;
        var due = c.Now - since >= HeldForManagers ? HeldTold.Managers : c.Now - since >= HeldForOwner ? HeldTold.Owner : HeldTold.Nobody;
        if (c.Idle.HeldSince == since && due <= c.Idle.HeldTold) return step;
        var noted = step.With(m => m with
        {
            Idle = c.Idle with { HeldSince = since, HeldSeen = held.Reason, HeldTold = due > c.Idle.HeldTold ? due : c.Idle.HeldTold },
        });
        return due <= c.Idle.HeldTold ? noted : noted.Record(EventKind.GpuHeld, held.Reason).Tell(Notice.GpuHeld, c.Now);
    }

    /// <summary>It is in use, or kept: what was announced is called off. Used again, it is as if it had never been kept.</summary>
    private static Step Answer(Case c, Step step, Verdict veto)
    {
        var used = veto.Rule is RuleName.InUseGpu or RuleName.InUseInteractive or RuleName.InUseCpu;
        if (c.Idle.Warning is null && !(used && c.Idle is { Keeps: > 0 } or { KeepRefused: true })) return step;
        // That it was not heard of for a while calls nothing off; it only puts it off.
        if (veto.Rule is RuleName.NoMetrics) return step;
        var idle = step.Machine.Idle ?? IdleState.Fresh;
        idle = idle with { Warning = null, CalledOff = c.Idle.Warning is null ? c.Idle.CalledOff : veto.Reason };
        step = step.With(m => m with { Idle = used ? idle.Anew() : idle });
        return c.Idle.Warning is null ? step : step.Record(EventKind.IdleEnded, $"No longer idle: {veto.Reason}").AnswerWarning(c.Idle);
    }

    /// <summary>What was announced is not due any more: use has become more likely, or the policy allows more.</summary>
    private static Step CallOff(Case c, Step step, Verdict undue) => step
        .With(m => m with { Idle = (m.Idle ?? IdleState.Fresh) with { Warning = null, CalledOff = undue.Reason } })
        .Record(EventKind.IdleEnded, $"Not due any more: {undue.Reason}")
        .AnswerWarning(c.Idle);

    private static (Step Step, bool Ends) Act(Case c, Step step, Verdict action)
    {
        // A rehearsal's was never told to the owner, and what was used since then is idle anew.
        var warning = c.Idle.Warning is { } given && (c.Settings.DryRun || !given.IsRehearsal) && !(action.Since > given.At) ? given : null;
        // Who was told that a machine is idle was not told that it is stopped, and the other way round.
        var isWarned = warning?.Then == action.Kind;
        if (action.Ahead > TimeSpan.Zero && !isWarned) return (Warn(c, step, action), false);
        if (action.Kind == VerdictKind.Warn || warning is { WasRehearsed: true }) return (step, false);
        if (action.Ahead > TimeSpan.Zero && warning?.IsOver(c.Now) == false) return (step, false);
        return c.Settings.DryRun ? (Rehearse(c, step, action), false) : (End(c, step, action), true);
    }

    private static Step Warn(Case c, Step step, Verdict action)
    {
        var warning = new IdleWarning(action.Rule, c.Now, null, action.Ahead, action.Kind, action.Reason, action.Since ?? c.Now)
        {
            // What stands still is kept as often as anybody likes.
            Keep = action.Rule == RuleName.StoppedTooLong ? null : c.Settings.KeepFor(Keep, c.Idle.Keeps),
            LongKeep = action.Rule == RuleName.StoppedTooLong ? null : c.Settings.KeepFor(LongKeep, c.Idle.Keeps),
            KeepSnapshots = action.Kind == VerdictKind.Delete ? c.Settings.KeepSnapshots : null,
            IsRehearsal = c.Settings.DryRun,
        };
        return step.With(m => m with { Idle = (m.Idle ?? IdleState.Fresh) with { Warning = warning, CalledOff = null } })
            .AnswerWarning(c.Idle)
            .Record(EventKind.IdleWarned, $"{(c.Settings.DryRun ? "Would have been warned" : "Warned")}: {action.Reason}")
            .Tell(Notice.ReapWarning, warning.At);
    }

    private static Step Rehearse(Case c, Step step, Verdict action)
    {
        var warning = c.Idle.Warning ?? new IdleWarning(action.Rule, c.Now, c.Now, TimeSpan.Zero, action.Kind, action.Reason, action.Since ?? c.Now)
        {
            IsRehearsal = true,
        };
        var done = warning with { WasRehearsed = true };
        return step.With(m => m with { Idle = (m.Idle ?? IdleState.Fresh) with { Warning = done } })
            .Record(EventKind.IdleRehearsed, $"Would have been {Done(action)}: {action.Reason}")
            .Tell(Notice.RehearsalAnswered, warning.At);
    }

    private static Step End(Case c, Step step, Verdict action)
    {
        var reason = $"{Uncapitalised(action.Reason.TrimEnd('.'))}";
        var isDeleted = action.Kind == VerdictKind.Delete;
        // Who was told that a snapshot is kept gets it, whatever the policy says by now.
        var keep = isDeleted ? c.Idle.Warning?.KeepSnapshots ?? c.Settings.KeepSnapshots : null;
        return step.With(m => m.LookAt(c.Now) with
        {
            Wanted = isDeleted ? Wanted.Deleted : Wanted.Stopped,
            Reason = reason,
            Idle = null,
            // Who said that they are done has ended it, and the reaper has only done what it was told.
            ReapedUntil = action.Rule == RuleName.Done ? null : c.Machine.LeaseEndsAt,
            Snapshots = keep is { } time ? DiskSnapshots.From(c.Now, time) : null,
        })
            .Record(EventKind.IdleStopped, $"To be {Done(action)}: {action.Reason}")
            .AnswerWarning(c.Idle)
            .Tell(Notice.Reaped)
            .Tell(Notice.CardChanged);
    }

    private static string Done(Verdict action) => action.Kind == VerdictKind.Delete ? "deleted" : "stopped";

    private static string Uncapitalised(string text) => text.Length > 1 && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}

internal static class ReapSteps
{
    /// <summary>The card of a warning that was delivered shows what has become of it. One that nobody saw is not shown any more.</summary>
    public static Step AnswerWarning(this Step step, IdleState? idle) => idle?.Warning is { ToldAt: not null } warning
        ? step.Tell(warning.IsRehearsal ? Notice.RehearsalAnswered : Notice.ReapAnswered, warning.At)
        : step;
}
