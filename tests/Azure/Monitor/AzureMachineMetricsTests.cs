using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;

namespace ChatOps.Tests.Azure.Monitor;

public sealed class AzureMachineMetricsTests
{
    private static readonly MachineId One = MetricsDesk.Machine(1);

    [Fact]
    public async Task A_bin_says_what_was_the_most_and_the_mean_of_its_minutes()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(
            MetricsDesk.Row(One, 5, 0, "UtilPct=10 MemUsedMiB=1024 PowerW=80 Procs=1 CpuPct=20 IoWaitPct=1 DiskMBps=3 NetMBps=5 Sessions=0"),
            MetricsDesk.Row(One, 6, 0, "UtilPct=30 MemUsedMiB=3072 PowerW=60 Procs=2 CpuPct=60 IoWaitPct=3 DiskMBps=9 NetMBps=1 Sessions=2"),
            MetricsDesk.Row(One, 10, 0, "UtilPct=0"));

        var use = (await desk.ReadAsync())[One];

        Assert.Equal(TimeSpan.FromMinutes(5), use.BinLength);
        Assert.Equal(2, use.Bins.Length);
        Assert.Equal(
            new UseBin
            {
                Begin = MetricsDesk.At(5),
                Gpu = 0,
                Samples = 2,
                MaxUtilization = 30,
                MeanUtilization = 20,
                MemoryGiB = 3,
                MaxPowerWatts = 80,
                Processes = 2,
                MaxCpu = 60,
                MeanCpu = 40,
                MeanIoWait = 2,
                MaxDisk = 9,
                MaxNetwork = 5,
                Sessions = 2,
            },
            use.Bins[0]);
        Assert.Equal((MetricsDesk.At(10), 1, 0f, float.NaN), (use.Bins[1].Begin, use.Bins[1].Samples, use.Bins[1].MaxUtilization, use.Bins[1].MaxCpu));
        Assert.Equal(MetricsDesk.At(10), use.LastSampleAt);
    }

    [Fact]
    public async Task What_arrived_twice_was_sampled_once()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(MetricsDesk.Row(One, 5, 0, "UtilPct=10"), MetricsDesk.Row(One, 6, 0, "UtilPct=10"));
        await desk.SendAsync(MetricsDesk.Row(One, 5, 0, "UtilPct=10"), MetricsDesk.Row(One, 5.5, 0, "UtilPct=10"));

        Assert.Equal(2, Assert.Single((await desk.ReadAsync())[One].Bins).Samples);
    }

    [Fact]
    public async Task What_was_not_measured_is_counted_and_is_not_0()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(
            MetricsDesk.Row(One, 5, 0), MetricsDesk.Row(One, 6, 0), MetricsDesk.Row(One, 7, 0, "UtilPct=50"),
            MetricsDesk.Row(One, 10, null, "CpuPct=3"));

        var bins = (await desk.ReadAsync())[One].Bins;

        Assert.Equal([(0, 3, 2), (-1, 1, 1)], bins.Select(bin => (bin.Gpu, bin.Samples, bin.Unmeasured)));
        Assert.Equal([50f, float.NaN], bins.Select(bin => bin.MaxUtilization));
        Assert.Equal(3f, bins[1].MaxCpu);
    }

    [Fact]
    public async Task Of_several_GPUs_the_newest_sample_names_who_holds_the_most()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(
            MetricsDesk.Row(One, 20, 0, "UtilPct=0 ProcPid=7 ProcName=huge ProcMemMiB=70000 EccErrors=1"),
            MetricsDesk.Row(One, 31, 0, "UtilPct=0 ProcPid=8 ProcName=python3 ProcMemMiB=2048 EccErrors=2 Xid=79"),
            MetricsDesk.Row(One, 31, 1, "UtilPct=0 ProcPid=9 ProcName=jupyter ProcMemMiB=4096 EccErrors=3"),
            MetricsDesk.Row(One, 25, 1, "UtilPct=0 Xid=48"));

        var use = (await desk.ReadAsync())[One];

        Assert.Equal(new GpuProcess(1, 9, "jupyter", 4), use.Holder);
        Assert.Equal((5, 79), (use.EccErrors, use.Xid));
        Assert.Equal([(20, 0), (25, 1), (30, 0), (30, 1)], use.Bins.Select(bin => ((int)(bin.Begin - MetricsDesk.At(0)).TotalMinutes, bin.Gpu)));
    }

    [Fact]
    public async Task What_was_typed_on_it_is_what_its_newest_row_tells_and_what_was_taken_back_is_gone()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(
            MetricsDesk.Row(One, 5, 0, $"KeepUntil={MetricsDesk.At(90):O} DoneAt={MetricsDesk.At(2):O}"),
            MetricsDesk.Row(One, 40, 0, $"KeepUntil={MetricsDesk.At(120):O} EvictionAt={MetricsDesk.At(41):O}"),
            MetricsDesk.Row(MetricsDesk.Machine(2), 40, 0));

        var uses = await desk.ReadAsync();

        var (use, other) = (uses[One], uses[MetricsDesk.Machine(2)]);
        Assert.Equal((MetricsDesk.At(120), null, MetricsDesk.At(41)), (use.KeepUntil, use.DoneAt, use.EvictionAt));
        Assert.Equal((null, null, null, null, null), (other.KeepUntil, other.DoneAt, other.EvictionAt, other.Holder, other.Xid));
    }

    [Fact]
    public async Task The_window_begins_with_its_first_moment_and_ends_before_its_last()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(MetricsDesk.Row(One, -0.1, 0), MetricsDesk.Row(One, 0, 0), MetricsDesk.Row(One, 59.9, 0), MetricsDesk.Row(One, 60, 0));

        Assert.Equal([MetricsDesk.At(0), MetricsDesk.At(55)], (await desk.ReadAsync())[One].Bins.Select(bin => bin.Begin));
    }

    [Fact]
    public async Task Many_machines_are_asked_for_in_parts_and_each_is_in_one()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(Enumerable.Range(0, 500).Select(n => MetricsDesk.Row(MetricsDesk.Machine(n), 5, 0, $"UtilPct={n % 100}")));

        var uses = await desk.ReadAsync(machines: 10_000);

        Assert.Equal(500, uses.Count);
        Assert.All(Enumerable.Range(0, 500), n => Assert.Equal(n % 100, Assert.Single(uses[MetricsDesk.Machine(n)].Bins).MaxUtilization));
        Assert.Equal(6, desk.StandIn.Requests.Queries);
    }

    [Fact]
    public async Task Only_those_that_are_asked_for_are_told_of()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(Enumerable.Range(0, 5).Select(n => MetricsDesk.Row(MetricsDesk.Machine(n), 5, 0)));

        var uses = await desk.ReadAsync([One, MetricsDesk.Machine(3), MetricsDesk.Machine(77)]);

        Assert.Equal([One, MetricsDesk.Machine(3)], uses.Keys.OrderBy(id => id.Value));
        Assert.Equal(1, desk.StandIn.Requests.Queries);
        Assert.Empty(await desk.ReadAsync([]));
        await desk.ReadAsync([.. Enumerable.Range(0, 4_000).Select(MetricsDesk.Machine)]);
        Assert.Equal(4, desk.StandIn.Requests.Queries);
    }

    [Fact]
    public async Task Before_any_machine_has_written_anything_there_is_nothing()
    {
        await using var desk = await MetricsDesk.OpenAsync();

        Assert.Empty(await desk.ReadAsync());
    }

    [Fact]
    public async Task Rows_of_what_was_never_a_machine_are_left_out()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(MetricsDesk.Row(new MachineId("0123456789ABCDEF"), 5, 0), MetricsDesk.Row(new MachineId("x"), 5, 0), MetricsDesk.Row(One, 5, 0));

        Assert.Equal(One, Assert.Single(await desk.ReadAsync()).Key);
    }

    [Fact]
    public async Task What_is_not_all_is_nothing()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(MetricsDesk.Row(One, 5, 0));
        desk.StandIn.Faults.IsPartial = true;

        var e = await Assert.ThrowsAsync<CloudFaultException>(() => desk.ReadAsync());

        Assert.Equal((FaultKind.Transient, "PartialError"), (e.Fault.Kind, e.Fault.Code));
        Assert.Contains("Something went wrong", e.Fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public async Task Who_asks_too_often_asks_again_some_times(int refusals, bool fails)
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(MetricsDesk.Row(One, 5, 0));
        desk.StandIn.Faults.ThrottledQueries = refusals;

        var fault = (await Record.ExceptionAsync(() => desk.ReadAsync()) as CloudFaultException)?.Fault;

        Assert.Equal(fails ? FaultKind.Throttled : null, fault?.Kind);
        Assert.Equal(4, desk.StandIn.Requests.Queries);
    }

    [Fact]
    public async Task When_it_is_down_or_refuses_that_is_said()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        desk.StandIn.Faults.IsDown = true;

        Assert.Equal(FaultKind.Transient, (await Assert.ThrowsAsync<CloudFaultException>(() => desk.ReadAsync())).Fault.Kind);
    }
}
