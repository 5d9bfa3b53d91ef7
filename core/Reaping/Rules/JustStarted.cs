using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Core.Reaping.Rules;

/// <summary>Who has just got a machine sets it up first: a fifth of all jobs on several GPUs leave them at 0 % in their first minutes.</summary>
internal static class JustStarted
{
    public static Verdict Judge(Case c) => c.Machine switch
    {
        { Phase: not Phase.Running } or { RunningSince: null } => new Verdict(RuleName.JustStarted, VerdictKind.NoOpinion, "It does not run."),
        { RunningSince: { } since } when c.Now < since + c.Settings.Grace => new Verdict(
            RuleName.JustStarted, VerdictKind.Keep,
            $"It has been running for {Durations.Show(c.Now - since)}; it is left alone for the first {Durations.Show(c.Settings.Grace)}."),
        { RunningSince: { } since } => new Verdict(
            RuleName.JustStarted, VerdictKind.NoOpinion, $"It has been running for {Durations.Show(c.Now - since)}."),
    };
}
