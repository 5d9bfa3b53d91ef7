using ChatOps.Core.Words;

namespace ChatOps.Core.Reaping.Rules;

/// <summary>In a team's quiet hours a machine that does nothing is stopped sooner, also where the blueprint only warns.</summary>
internal static class OffHours
{
    public static Verdict Judge(Case c)
    {
        if (!c.Settings.IsQuiet) return new Verdict(RuleName.OffHours, VerdictKind.NoOpinion, "These are no quiet hours.");
        return IdleTime.Since(c) is { } since && c.Now - since >= c.Window
            ? new Verdict(RuleName.OffHours, VerdictKind.Stop, $"These are quiet hours: {IdleGpu.Seen(c, since)}.") { Since = since, Ahead = c.Settings.Warn }
            : new Verdict(RuleName.OffHours, VerdictKind.NoOpinion, $"These are quiet hours; {Durations.Show(c.Window)} without use are enough.");
    }
}
