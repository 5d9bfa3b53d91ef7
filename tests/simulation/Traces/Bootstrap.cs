namespace ChatOps.Simulation.Traces;

/// <summary>What a figure could have been with other series of the same kind: each time as many are drawn, with replacement.</summary>
public static class Bootstrap
{
    /// <returns>The middle 95 %.</returns>
    public static (double Low, double High) Interval(IReadOnlyList<ReplayOutcome> series, Func<ReplayOutcome, double> figure, int times, int seed = 1)
    {
        var (random, figures) = (new Random(seed), new double[times]);
        for (var i = 0; i < times; i++)
            figures[i] = figure(ReplayOutcome.Sum(Enumerable.Range(0, series.Count).Select(_ => series[random.Next(series.Count)])));
        Array.Sort(figures);
        return (figures[(int)(times * 0.025)], figures[Math.Min(times - 1, (int)(times * 0.975))]);
    }
}
