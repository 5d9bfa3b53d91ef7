using ChatOps.Simulation.Traces;

namespace ChatOps.Tests.Traces;

/// <summary>Series as they are drawn: <c>Drawn.Series(5, -60, 5)</c> is used for five minutes, idle for an hour, used for five minutes.</summary>
internal static class Drawn
{
    public static TraceSeries Series(params int[] stretches) => Named("drawn", 50, stretches);

    /// <param name="percent">Utilization of what is used.</param>
    public static TraceSeries Named(string name, float percent, params int[] stretches)
    {
        float[] minutes = [.. stretches.SelectMany(stretch => Enumerable.Repeat(stretch > 0 ? percent : 0, Math.Abs(stretch)))];
        return new TraceSeries(name, 0, minutes, [.. minutes.Select(_ => float.NaN)]);
    }

    public static ReplayOutcome Play(IReplayPolicy policy, params int[] stretches) => Replayer.Play([Series(stretches)], policy)[0];
}
