using System.Globalization;

namespace ChatOps.Core.Reaping.Risk;

/// <param name="Probability">That use resumes within half an hour.</param>
/// <param name="Window">After how long idle the warning is due, as things are now; it is due when the run is as long.</param>
/// <param name="Risked">Of all idle runs of such machines, the share that would be interrupted by stopping them at this point.</param>
/// <param name="Allowed">What of these may be risked after so long.</param>
/// <param name="Signals">What it was estimated from; null when it is switched off.</param>
public sealed record Risk(double Probability, TimeSpan Window, double Risked, double Allowed, ResumeSignals? Signals)
{
    /// <summary>The values behind it, for <c>why</c>.</summary>
    public string Evidence => Signals is not { } s
        ? "not estimated: it is switched off"
        : string.Create(CultureInfo.InvariantCulture, $"use resumes within 30 min with {Probability:P0} (by past idle runs {s.Habit:P0}, "
            + $"by the time of day {s.Hour:P0}, in use for {s.Recent:P0} of the last 3 h; risks {Risked:P0}, allowed {Allowed:P0})");
}

/// <summary>
/// How likely an idle machine is needed again soon, and so when its owner is to be warned: early where use is unlikely, late where it is likely.
/// </summary>
/// <remarks>
/// A stop gains what remains of the idle run and costs an interruption if use resumes soon. The longer a run has lasted, the longer it will
/// (lengths are heavy-tailed), so what may be risked grows with time. It is counted in idle runs rather than in hours: a machine
/// that goes idle a hundred times a day is expected to be interrupted more often than one that does so twice a week.
/// </remarks>
public static class ResumeRisk
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    /// <param name="machine">What the machine itself did; <see cref="IdleHabits.None"/> of what is unknown, here and below.</param>
    /// <param name="owner">What all machines of its owner did.</param>
    /// <param name="blueprint">What all machines of its blueprint did.</param>
    public static Risk Of(IdleRun run, IdleHabits machine, IdleHabits owner, IdleHabits blueprint, ResumeRiskPolicy policy)
    {
        if (!policy.Enabled) return new Risk(0, policy.NormalWindow, 0, 0, null);
        var prior = ResumePrior.Shipped;
        var weights = policy.Weights ?? prior.Weights;
        var longest = policy.LongestWindow > policy.MinimumWindow ? policy.LongestWindow : policy.MinimumWindow;
        var now = At(run.Length);
        if (run.Length >= longest) return now with { Window = longest };
        // If it stays idle: when will it have been idle for long enough?
        var idle = run.Length > policy.MinimumWindow ? run.Length : policy.MinimumWindow;
        while (idle < longest && IsTooMuch(At(idle), policy)) idle += Step;
        return now with { Window = idle < longest ? idle : longest };

        Risk At(TimeSpan idle)
        {
            var signals = ResumeSignals.Of(idle, run.When(idle), machine, owner, blueprint, policy, prior);
            var probability = signals.Probability(weights);
            return new Risk(probability, idle, probability * signals.Longer, policy.Allowed(idle), signals);
        }
    }

    private static bool IsTooMuch(Risk risk, ResumeRiskPolicy policy) =>
        risk.Risked > risk.Allowed || risk.Probability > policy.Likely || risk.Signals?.Recent > policy.Busy;
}
