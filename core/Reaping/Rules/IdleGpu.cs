using ChatOps.Core.Words;

namespace ChatOps.Core.Reaping.Rules;

/// <summary>All of its GPUs were below the threshold in each sample of the window, and nothing else went on. Memory that is held is no use.</summary>
internal static class IdleGpu
{
    public static Verdict Judge(Case c)
    {
        if (IdleTime.Since(c) is not { } since)
            return new Verdict(RuleName.IdleGpu, VerdictKind.NoOpinion, c.Bins.Any() ? "It is not idle." : "Nothing was measured.");
        var (idle, window) = (c.Now - since, c.DueAfter);
        if (idle < window)
        {
            var why = c.Risk?.Window > c.Settings.Window ? ", as it is likely to be used again" : "";
            return new Verdict(RuleName.IdleGpu, VerdictKind.NoOpinion, $"Idle for {Durations.Show(idle)}; {Durations.Show(window)} are allowed{why}.")
            {
                Since = since,
            };
        }
        return new Verdict(RuleName.IdleGpu, c.Settings.Then, $"{Sentence(Seen(c, since))}.") { Since = since, Ahead = c.Settings.Warn };
    }

    /// <summary>"0 % on all 4 GPUs for 42 min; python (pid 4182) still holds 38 GiB".</summary>
    public static string Seen(Case c, DateTimeOffset since)
    {
        var gpus = c.Machine.Size.GpuCount == 1 ? "its GPU" : $"all {c.Machine.Size.GpuCount} GPUs";
        var most = c.Bins.Select(bin => bin.MaxUtilization).Where(float.IsFinite).DefaultIfEmpty(0).Max();
        var use = most < 0.5 ? "0 %" : $"at most {most:0} %";
        var holder = c.Use?.Holder is { MemoryGiB: >= 0.5 } held ? $"; {held.ShortName} (pid {held.Pid}) still holds {held.MemoryGiB:0} GiB" : "";
        return $"{use} on {gpus} for {Durations.Show(c.Now - since)}{holder}";
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
