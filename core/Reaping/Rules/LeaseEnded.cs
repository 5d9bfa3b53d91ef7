using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Core.Reaping.Rules;

/// <summary>A lease ends whatever the machine does; who holds it was warned. The engine carries it out (<see cref="Lease"/>).</summary>
internal static class LeaseEnded
{
    public static Verdict Judge(Case c) => c.Machine.LeaseEndsAt is null
        ? new Verdict(RuleName.LeaseEnded, VerdictKind.NoOpinion, "It has no lease now.")
        : Lease.End(c.Machine) is var end && c.Now >= end
            ? new Verdict(RuleName.LeaseEnded, VerdictKind.Stop, "Its lease has ended.") { Since = end }
            : new Verdict(RuleName.LeaseEnded, VerdictKind.NoOpinion, $"Its lease ends in {Durations.Show(end - c.Now)}.");
}
