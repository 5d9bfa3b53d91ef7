namespace ChatOps.Core.Reaping.Rules;

/// <summary>It works without its GPUs: prepares data, downloads a model, writes a checkpoint.</summary>
internal static class InUseCpu
{
    public static Verdict Judge(Case c)
    {
        var works = c.Bins.Where(bin => bin.UsesCpu(c.Settings) || bin.MovesData()).ToList();
        if (works.Count == 0)
        {
            var most = c.Bins.Select(bin => bin.MeanCpu).Where(float.IsFinite).DefaultIfEmpty(float.NaN).Max();
            return new Verdict(RuleName.InUseCpu, VerdictKind.NoOpinion, float.IsNaN(most)
                ? "Its CPUs were not measured."
                : $"Its CPUs were at {most:0} % at most; {c.Settings.Cpu} % counts as use.");
        }
        var bin = works[^1];
        var what = bin switch
        {
            _ when bin.UsesCpu(c.Settings) => $"Its CPUs were at {bin.MeanCpu:0} %",
            { MaxDisk: >= IdleTime.DiskMBps } => $"Its disks moved {bin.MaxDisk:0} MB/s",
            _ => $"Its network moved {bin.MaxNetwork:0} MB/s",
        };
        return new Verdict(RuleName.InUseCpu, VerdictKind.Keep, $"{what} {c.Ago(bin)}.");
    }
}
