namespace ChatOps.Core.Reaping.Rules;

/// <summary>The policy leaves it alone: this machine or its owner by an exception, or all of them by the switch.</summary>
internal static class Pinned
{
    public static Verdict Judge(Case c) => c.Settings switch
    {
        { Enabled: false } => new Verdict(RuleName.Pinned, VerdictKind.Keep, "The policy has switched the reaper off (idle: enabled: false)."),
        { Exception: { } exception } => new Verdict(
            RuleName.Pinned, VerdictKind.Keep, $"The policy excepts it until {exception.Until:yyyy-MM-dd}: {exception.Reason.TrimEnd('.')}."),
        _ => new Verdict(RuleName.Pinned, VerdictKind.NoOpinion, "No exception in the policy."),
    };
}
