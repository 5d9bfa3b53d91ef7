using ChatOps.Core.Reaping.Risk;

namespace ChatOps.Simulation.Traces;

/// <summary>
/// Finds the weights of the resume risk by logistic regression over every look at an idle machine. Each file counts as much as another, and a look
/// for less the longer the run has lasted: the decision is made early in it.
/// </summary>
public static class RiskFit
{
    private const int Terms = 5;

    private readonly record struct Point(double[] Terms, bool Resumed, double Weight);

    /// <param name="files">The series of each file.</param>
    /// <param name="without">Signals to leave out: idle, habit, hour, recent.</param>
    public static ResumeWeights Weights(IEnumerable<IReadOnlyList<TraceSeries>> files, ResumeRiskPolicy policy, IReadOnlyCollection<string> without)
    {
        var used = new[] { "bias", "idle", "habit", "hour", "recent" }.Select(name => !without.Contains(name)).ToArray();
        var points = files.SelectMany(series => Points(series, policy, used)).ToList();
        var weights = new double[Terms];
        for (var i = 0; i < 14; i++) Improve(weights, points);
        return new ResumeWeights(weights[0], weights[1], weights[2], weights[3], weights[4]);
    }

    private static List<Point> Points(IReadOnlyList<TraceSeries> series, ResumeRiskPolicy policy, bool[] used)
    {
        var points = new List<Point>();
        Replayer.Play(series, new RiskPolicy(policy) { OnlyLooks = true, Looked = Look });
        var sum = points.Sum(point => point.Weight);
        return [.. points.Select(point => point with { Weight = point.Weight * 15_000 / sum })];

        void Look(ReplayView view, IdleRun run, IdleHabits machine, IdleHabits blueprint)
        {
            // Far into a long run one look is like the next.
            if (run.Length > TimeSpan.FromHours(20) && (view.Minute + 1) % 60 != 0) return;
            var (use, soon) = (view.Series.NextUse(view.Minute + 1), view.Minute + ResumeSignals.Soon.TotalMinutes);
            if (use == view.Series.End && use <= soon) return;
            var signals = ResumeSignals.Of(run.Length, run, machine, IdleHabits.None, blueprint, policy, ResumePrior.Shipped);
            double[] terms = [1, signals.Idle, .. new[] { signals.Habit, signals.Hour, signals.Recent }.Select(ResumeSignals.LogOdds)];
            for (var i = 0; i < Terms; i++) terms[i] = used[i] ? terms[i] : 0;
            points.Add(new Point(terms, use <= soon, Math.Exp(-run.Length.TotalHours / 3) + 0.02));
        }
    }

    /// <summary>One step of Newton's, with a little ridge so that what is left out stays zero.</summary>
    private static void Improve(double[] weights, List<Point> points)
    {
        var system = new double[Terms, Terms + 1];
        foreach (var (terms, resumed, weight) in points)
        {
            var odds = 0.0;
            for (var i = 0; i < Terms; i++) odds += weights[i] * terms[i];
            var share = 1 / (1 + Math.Exp(-odds));
            for (var i = 0; i < Terms; i++)
            {
                for (var j = 0; j < Terms; j++) system[i, j] += weight * share * (1 - share) * terms[i] * terms[j];
                system[i, Terms] += weight * ((resumed ? 1 : 0) - share) * terms[i];
            }
        }
        for (var i = 0; i < Terms; i++)
        {
            system[i, i] += 1;
            if (i > 0) system[i, Terms] -= weights[i];
        }
        Solve(system);
        for (var i = 0; i < Terms; i++) weights[i] += system[i, Terms];
    }

    /// <summary>Gauss and Jordan; it is positive definite, so no pivots are looked for.</summary>
    private static void Solve(double[,] system)
    {
        for (var i = 0; i < Terms; i++)
        {
            var pivot = system[i, i];
            for (var k = 0; k <= Terms; k++) system[i, k] /= pivot;
            for (var j = 0; j < Terms; j++)
            {
                var factor = j == i ? 0 : system[j, i];
                for (var k = 0; k <= Terms; k++) system[j, k] -= factor * system[i, k];
            }
        }
    }
}
