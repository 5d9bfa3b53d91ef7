using ChatOps.Core.Words;

namespace ChatOps.Core.Reaping.Rules;

/// <summary>Somebody said that they need it, and has not said since that they are done.</summary>
internal static class Kept
{
    public static Verdict Judge(Case c) => c.Idle.KeptUntil is { } until && c.Now < until && !(c.DoneAt > c.Idle.KeptAt)
        ? new Verdict(RuleName.Kept, VerdictKind.Keep, $"It is kept for another {Durations.Show(until - c.Now)}.")
        : new Verdict(RuleName.Kept, VerdictKind.NoOpinion, c.Idle.KeptUntil is null ? "Nobody keeps it." : "The time for which it was kept is over.");
}
