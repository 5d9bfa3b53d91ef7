using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Core.Reaping.Rules;

/// <summary>A machine that nobody starts again still costs its disks. It is deleted after a while, announced a day ahead.</summary>
public static class StoppedTooLong
{
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    public static Verdict Judge(Case c)
    {
        if (c.Machine is not { Phase: Phase.Stopped or Phase.Evicted, Wanted: Wanted.Stopped })
            return new Verdict(RuleName.StoppedTooLong, VerdictKind.NoOpinion, "It is not stopped.");
        var (stopped, end) = (c.Now - c.Machine.PhaseSince, c.Machine.PhaseSince + c.Settings.DeleteAfter);
        var reason = $"Stopped for {Durations.Show(stopped)}; {Durations.Show(c.Settings.DeleteAfter)} are allowed.";
        return c.Now >= end - Ahead
            ? new Verdict(RuleName.StoppedTooLong, VerdictKind.Delete, reason) { Since = c.Machine.PhaseSince, Ahead = Ahead }
            : new Verdict(RuleName.StoppedTooLong, VerdictKind.NoOpinion, reason) { Since = c.Machine.PhaseSince };
    }
}
