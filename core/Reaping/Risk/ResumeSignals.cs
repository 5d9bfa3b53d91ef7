namespace ChatOps.Core.Reaping.Risk;

/// <summary>What says whether use will resume within half an hour.</summary>
/// <param name="Idle">For how long it is idle by then, in doublings of five minutes.</param>
/// <param name="Habit">Of the idle runs that lasted so long, the share that use ended within the next half hour.</param>
/// <param name="Hour">Of the half hours at this time of the day, the share with use.</param>
/// <param name="Recent">Of the last three hours, the share of five minutes with use.</param>
/// <param name="Longer">Of all idle runs of its blueprint, the share that lasts longer than three quarters of an hour.</param>
public readonly record struct ResumeSignals(double Idle, double Habit, double Hour, double Recent, double Longer)
{
    /// <summary>Within this, use has resumed and the stop was an interruption.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(45);

    /// <param name="idle">How long it will have been idle.</param>
    public static ResumeSignals Of(
        TimeSpan idle, IdleRun run, IdleHabits machine, IdleHabits owner, IdleHabits blueprint, ResumeRiskPolicy policy, ResumePrior prior)
    {
        var (now, half) = (run.Now, policy.HalfLife);
        // Each is believed as far as it has runs of its own; what is missing is the next wider one's.
        var habit = (prior.Beyond(idle) - prior.Beyond(idle + Soon)) / prior.Beyond(idle);
        habit = Ended(blueprint.Runs, half, habit);
        habit = Ended(owner.Runs, half, habit);
        habit = Ended(machine.Runs, policy.SessionHalfLife, habit);
        var hour = Used(blueprint.Day, prior.Hour);
        hour = Used(owner.Day, hour);
        hour = Used(machine.Day, hour);
        var longer = (blueprint.Runs.Beyond(Long, now, half) + prior.Beyond(Long)) / (blueprint.Runs.Beyond(TimeSpan.Zero, now, half) + prior.Runs);
        return new(Math.Log2(Math.Max(1, idle / RunLengths.Shortest)), habit, hour,
            (run.RecentUsed + prior.Recent * prior.RecentBins) / (run.RecentBins + prior.RecentBins), longer);

        double Ended(RunLengths runs, TimeSpan halfLife, double wider)
        {
            var lasted = runs.Beyond(idle, now, halfLife);
            return (lasted - runs.Beyond(idle + Soon, now, halfLife) + prior.Strength * wider) / (lasted + prior.Strength);
        }

        double Used(DayProfile day, double wider)
        {
            var (seen, used) = day.Around(now, half);
            return (used + prior.Hours * wider) / (seen + prior.Hours);
        }
    }

    public double Probability(ResumeWeights weights) =>
        Logistic(weights.Bias + weights.Idle * Idle + weights.Habit * LogOdds(Habit) + weights.Hour * LogOdds(Hour) + weights.Recent * LogOdds(Recent));

    public static double LogOdds(double share)
    {
        var inside = Math.Clamp(share, 1e-4, 1 - 1e-4);
        return Math.Log(inside / (1 - inside));
    }

    private static double Logistic(double odds) => 1 / (1 + Math.Exp(-odds));
}
