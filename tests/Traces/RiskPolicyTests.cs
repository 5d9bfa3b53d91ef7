using ChatOps.Core.Reaping.Risk;
using ChatOps.Simulation.Traces;

namespace ChatOps.Tests.Traces;

public sealed class RiskPolicyTests
{
    /// <summary>A serving machine by day, and one that somebody left.</summary>
    private static readonly TraceSeries Bursty = Drawn.Named("bursty", 50, [.. Enumerable.Repeat<int[]>([3, -8], 120).SelectMany(one => one), -600]);
    private static readonly TraceSeries Abandoned = Drawn.Named("abandoned", 50, 30, -1_400);

    [Fact]
    public void A_machine_that_somebody_left_is_stopped_within_three_hours() =>
        Assert.True(Played(Abandoned).Off > 1_400 - 180);

    [Fact]
    public void One_that_is_used_every_few_minutes_is_stopped_only_after_its_last_use() =>
        Assert.Equal((1, 0), Played(Bursty) is var outcome ? (outcome.Stops, outcome.Resumed30) : default);

    [Fact]
    public void It_never_stops_in_use()
    {
        var random = new Random(1);
        var series = Enumerable.Range(0, 20).Select(i => Drawn.Named($"{i}", 50, [.. Enumerable.Range(0, 60).Select(j =>
            j % 2 == 0 ? random.Next(1, 9) : -(int)Math.Pow(2, random.NextDouble() * 9))])).ToList();
        Assert.Equal(0, ReplayOutcome.Sum(Replayer.Play(series, new RiskPolicy(ResumeRiskPolicy.Default))).InUse);
    }

    [Fact]
    public void Nothing_is_learned_from_what_is_yet_to_come()
    {
        var whole = Looks(Bursty);
        var part = Looks(Bursty with { Utilization = Bursty.Utilization[..700], MemoryGiB = Bursty.MemoryGiB[..700] });
        Assert.NotEmpty(part);
        Assert.Equal(part, whole.Take(part.Count));
    }

    [Fact]
    public void Weights_say_that_use_of_late_means_use_soon()
    {
        var weights = RiskFit.Weights([[Bursty, Abandoned]], ResumeRiskPolicy.Default, ["idle", "habit", "hour"]);
        Assert.True(weights.Recent > 0);
        Assert.Equal(0, weights.Hour);
    }

    private static ReplayOutcome Played(TraceSeries series) => Replayer.Play([series], new RiskPolicy(ResumeRiskPolicy.Default))[0];

    private static List<string> Looks(TraceSeries series)
    {
        var looks = new List<string>();
        Replayer.Play([series], new RiskPolicy(ResumeRiskPolicy.Default)
        {
            OnlyLooks = true,
            Looked = (_, run, machine, blueprint) => looks.Add(ResumeRisk.Of(run, machine, IdleHabits.None, blueprint, ResumeRiskPolicy.Default).Evidence),
        });
        return looks;
    }
}
