using ChatOps.Core.Words;

namespace ChatOps.Core.Reaping.Rules;

/// <summary>
/// Any sample of any GPU in the window is use. Not the mean: a machine that computes for three minutes of twenty has a low one, and is in
/// the middle of its work.
/// </summary>
internal static class InUseGpu
{
    public static Verdict Judge(Case c)
    {
        var used = c.Bins.Where(bin => bin.UsesGpu(c.Settings)).ToList();
        if (used.Count == 0)
        {
            var most = c.Bins.Select(bin => bin.MaxUtilization).Where(float.IsFinite).DefaultIfEmpty(float.NaN).Max();
            return new Verdict(RuleName.InUseGpu, VerdictKind.NoOpinion, float.IsNaN(most)
                ? "No GPU was measured."
                : $"No GPU was above {most:0} % in {Durations.Show(c.Window)}; {c.Settings.Threshold} % counts as use.");
        }
        var last = used[^1].Begin;
        var bin = used.Where(one => one.Begin == last).MaxBy(one => one.MaxUtilization);
        var gpu = c.Machine.Size.GpuCount == 1 ? "Its GPU" : $"GPU {bin.Gpu}";
        return new Verdict(RuleName.InUseGpu, VerdictKind.Keep, $"{gpu} was at {bin.MaxUtilization:0} % {c.Ago(bin)}.");
    }
}
