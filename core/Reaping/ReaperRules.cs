using System.Collections.Immutable;
using ChatOps.Core.Reaping.Rules;

namespace ChatOps.Core.Reaping;

/// <summary>
/// The rules, in the order in which they are asked. Each looks at the case alone. A lease that has ended stands above all; then any Keep is a
/// veto; then the first that wants something done decides.
/// </summary>
public static class ReaperRules
{
    public static readonly ImmutableArray<Func<Case, Verdict>> All =
    [
        LeaseEnded.Judge,
        // What people have said.
        Pinned.Judge,
        JustStarted.Judge,
        Kept.Judge,
        // What it does.
        InUseGpu.Judge,
        InUseInteractive.Judge,
        InUseCpu.Judge,
        NoMetrics.Judge,
        // What is to be done.
        Done.Judge,
        OffHours.Judge,
        ResumeLikely.Judge,
        IdleGpu.Judge,
        ZombieProcess.Judge,
        StoppedTooLong.Judge,
    ];

    public static Judgement Judge(Case c) => new([.. All.Select(judge => judge(c))]);
}

/// <param name="Verdicts">Of each rule, in their order.</param>
public sealed record Judgement(ImmutableArray<Verdict> Verdicts)
{
    /// <summary>The one that counts.</summary>
    public Verdict Deciding =>
        Of(RuleName.LeaseEnded) is { Kind: VerdictKind.Stop } ended ? ended : Veto ?? Action ?? Told ?? Nothing;

    /// <summary>Why nothing is done to it, whatever else is said; null for no reason.</summary>
    public Verdict? Veto => Verdicts.FirstOrDefault(verdict => verdict.Kind == VerdictKind.Keep);

    /// <summary>What is to be done, unless there is a veto.</summary>
    public Verdict? Action => Verdicts.FirstOrDefault(verdict => verdict
        is { Rule: not RuleName.LeaseEnded, Kind: VerdictKind.Stop or VerdictKind.Delete }
        or { Rule: RuleName.IdleGpu, Kind: VerdictKind.Warn });

    public Verdict Of(RuleName rule) => Verdicts.First(verdict => verdict.Rule == rule);

    private Verdict? Told => Verdicts.FirstOrDefault(verdict => verdict.Kind == VerdictKind.Warn);

    /// <summary>Where nobody says anything, how idle it is, or how long it has been standing still.</summary>
    private Verdict Nothing => Of(RuleName.StoppedTooLong) is { Since: not null } stopped ? stopped : Of(RuleName.IdleGpu);
}
