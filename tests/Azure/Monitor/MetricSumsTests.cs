using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;

namespace ChatOps.Tests.Azure.Monitor;

/// <summary>What GPUs did in an hour, added up where the rows are.</summary>
public sealed class MetricSumsTests
{
    private static readonly MachineId One = MetricsDesk.Machine(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_bin_with_any_sample_at_5_percent_all_minutes_are_used()
    {
        var use = await OfAsync((0, "UtilPct=0"), (1, "UtilPct=4.9"), (5, "UtilPct=0"), (6, "UtilPct=5"), (7, "UtilPct=40"), (10, "UtilPct=100"));

        Assert.Equal((6, 4), (use.Measured, use.Used));
        // Three minutes at 15 % in the mean, and one at 100.
        Assert.Equal(1.45, use.Work, 3);
        Assert.Equal(100, use.MaxUtilization);
    }

    [Theory]
    [InlineData("UtilPct=49 CpuPct=90", 3, 0)]
    [InlineData("UtilPct=49 CpuPct=5 IoWaitPct=10", 3, 3)]
    [InlineData("UtilPct=49 CpuPct=99 IoWaitPct=30", 3, 3)]
    [InlineData("UtilPct=49 CpuPct=89 IoWaitPct=9", 0, 0)]
    [InlineData("UtilPct=50 CpuPct=99 IoWaitPct=30", 0, 0)]
    [InlineData("UtilPct=4 CpuPct=99 IoWaitPct=30", 0, 0)]
    [InlineData("UtilPct=20", 0, 0)]
    public async Task A_GPU_starves_that_is_used_little_while_cores_are_busy_or_wait(string sample, int starving, int onDisk)
    {
        var use = await OfAsync((5, sample), (6, sample), (7, sample));

        Assert.Equal((starving, onDisk), (use.Starving, use.OnDisk));
        Assert.Equal(starving * 0.49, use.StarvingWork, 3);
    }

    [Fact]
    public async Task What_a_GPU_held_at_the_most_is_told_with_what_it_has()
    {
        var use = await OfAsync((5, "UtilPct=1 MemUsedMiB=1024 MemTotalMiB=16384"), (50, "UtilPct=1 MemUsedMiB=8192 MemTotalMiB=16384"));

        Assert.Equal((8, 16, 0.5), (use.MaxMemoryGiB, use.MemoryGiB, use.MaxMemoryShare));
    }

    [Fact]
    public async Task What_was_not_measured_is_in_no_sum_and_a_minute_that_came_twice_is_in_it_once()
    {
        var use = await OfAsync((5, "CpuPct=9"), (6, "UtilPct=50"), (6.5, "UtilPct=50"), (10, "CpuPct=9"));

        Assert.Equal((1, 1), (use.Measured, use.Used));
    }

    [Fact]
    public async Task Who_tells_of_no_GPU_s_utilization_is_missing_and_so_is_who_was_not_asked_for()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(
            MetricsDesk.Row(One, 5, null, "CpuPct=3"), MetricsDesk.Row(One, 5, 0, "CpuPct=3"), MetricsDesk.Row(MetricsDesk.Machine(2), 5, 0, "UtilPct=1"),
            MetricsDesk.Row(MetricsDesk.Machine(3), 5, 1, "UtilPct=1"), MetricsDesk.Row(MetricsDesk.Machine(3), 5, 0, "UtilPct=2"));

        var sums = await desk.SumAsync(One, MetricsDesk.Machine(3));

        Assert.Equal([0, 1], Assert.Single(sums, sum => sum.Key == MetricsDesk.Machine(3)).Value.Select(gpu => gpu.Gpu));
        Assert.Single(sums);
    }

    [Fact]
    public async Task Of_a_day_so_many_machines_are_asked_for_at_once_as_have_a_million_bins()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(Enumerable.Range(0, 100).Select(n => MetricsDesk.Row(MetricsDesk.Machine(n * 50), 5, 0, "UtilPct=1")));

        var day = MetricsDesk.At(0).AddHours(-9);
        var sums = await desk.Metrics.SumAsync(day, day.AddDays(1), [.. Enumerable.Range(0, 5_000).Select(MetricsDesk.Machine)], Cancellation);

        Assert.Equal((100, 3), (sums.Count, desk.StandIn.Requests.Queries));
    }

    [Fact]
    public async Task What_is_not_all_is_nothing()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(MetricsDesk.Row(One, 5, 0, "UtilPct=1"));
        desk.StandIn.Faults.IsPartial = true;

        await Assert.ThrowsAsync<CloudFaultException>(() => desk.SumAsync(One));
    }

    private static async Task<GpuUse> OfAsync(params (double Minute, string Values)[] samples)
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(samples.Select(sample => MetricsDesk.Row(One, sample.Minute, 0, sample.Values)));
        return Assert.Single((await desk.SumAsync(One))[One]);
    }
}
