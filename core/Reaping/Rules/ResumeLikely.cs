using ChatOps.Core.Words;

namespace ChatOps.Core.Reaping.Rules;

/// <summary>
/// How likely an idle machine is needed again soon moves the time after which it is warned of. The rule says so, and leaves it to
/// <see cref="IdleGpu"/> to act on it: it is no veto for who has said that they are done.
/// </summary>
internal static class ResumeLikely
{
    public static Verdict Judge(Case c) => c.Risk is { } risk
        ? new Verdict(RuleName.ResumeRisk, VerdictKind.NoOpinion, $"A warning is due after {Durations.Show(risk.Window)}: {risk.Evidence}.")
        : new Verdict(RuleName.ResumeRisk, VerdictKind.NoOpinion, c.Settings.Risk.Enabled
            ? "Whether use resumes soon is not estimated: it is in use, or too little is known of it."
            : "Whether use resumes soon is not estimated: the policy has switched it off.");
}
