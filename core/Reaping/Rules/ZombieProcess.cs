using ChatOps.Core.Words;

namespace ChatOps.Core.Reaping.Rules;

/// <summary>
/// A process holds memory of a GPU on which nothing has run all the window. Where the rest of the machine is in use, no other rule sees it:
/// it is told, and not stopped for.
/// </summary>
internal static class ZombieProcess
{
    private const float HeldGiB = 0.5f;

    public static Verdict Judge(Case c)
    {
        var held = c.Bins.GroupBy(bin => bin.Gpu)
            .Where(gpu => gpu.All(bin => bin is { Processes: > 0, MemoryGiB: >= HeldGiB, Unmeasured: 0 } && !bin.UsesGpu(c.Settings)))
            .Select(gpu => gpu.Key)
            .Order()
            .ToList();
        if (held.Count == 0 || NoMetrics.Judge(c).Kind == VerdictKind.Keep)
            return new Verdict(RuleName.ZombieProcess, VerdictKind.NoOpinion, "No process holds a GPU that does nothing.");
        var since = c.Idle.HeldSince ?? c.Now - c.Window;
        var who = c.Use?.Holder is { } process && held.Contains(process.Gpu)
            ? $"{process.ShortName} (pid {process.Pid}) holds {process.MemoryGiB:0} GiB"
            : "A process holds memory";
        var where = c.Machine.Size.GpuCount == 1 ? "its GPU" : $"GPU {string.Join(", ", held)}";
        return new Verdict(RuleName.ZombieProcess, VerdictKind.Warn, $"{who} of {where}, on which nothing has run for {Durations.Show(c.Now - since)}.")
        {
            Since = since,
        };
    }
}
