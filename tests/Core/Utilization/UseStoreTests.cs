using System.Globalization;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Metrics;
using ChatOps.Core.State;
using ChatOps.Core.Utilization;
using ChatOps.Simulation;
using static ChatOps.Tests.Core.Utilization.SampleUse;

namespace ChatOps.Tests.Core.Utilization;

public sealed class UseStoreTests
{
    private static readonly DateOnly Date = new(2026, 11, 17);

    private readonly MemoryTable _table = new();
    private readonly UseStore _store;

    public UseStoreTests() => _store = new UseStore(_table);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gives_back_what_was_put_into_it()
    {
        var day = Day("2026-11-17", 10, Busy, Gpu(30, 0, 0) with { Gpu = 1 });
        await _store.PutAsync("vision", Date, [day], Cancellation);

        var read = Assert.Single(await OfAsync("2026-11-17", "2026-11-17"));

        Assert.Equal(day.Gpus, read.Gpus);
        Assert.Equal(day with { Gpus = [] }, read with { Gpus = [] });
    }

    [Fact]
    public async Task What_is_put_again_is_not_written_again()
    {
        await _store.PutAsync("vision", Date, [Day("2026-11-17", 10, Busy)], Cancellation);
        var before = _table.All("");
        await _store.PutAsync("vision", Date, [Day("2026-11-17", 10, Busy)], Cancellation);

        Assert.Equal(before, _table.All(""));
    }

    [Fact]
    public async Task What_came_late_takes_the_place_of_what_was_there()
    {
        await _store.PutAsync("vision", Date, [Day("2026-11-17", 10, Busy)], Cancellation);
        UseDay[] later = [Day("2026-11-17", 10, Busy with { Measured = 90 }), Day("2026-11-17", 1, Busy) with { Machine = new("b") }];
        await _store.PutAsync("vision", Date, later, Cancellation);

        Assert.Equal([90, 60], (await OfAsync("2026-11-17", "2026-11-17")).Select(day => day.Gpus[0].Measured));
    }

    [Fact]
    public async Task Many_machines_fit()
    {
        var days = Enumerable.Range(0, 250).Select(n => Day("2026-11-17", 10, Busy) with { Machine = new($"{n:x16}") }).ToList();
        await _store.PutAsync("vision", Date, days, Cancellation);

        Assert.Equal(250, (await OfAsync("2026-11-17", "2026-11-17")).Count);
        Assert.Equal(3, _table.All("2026-11-17~").Count);
    }

    [Fact]
    public async Task What_an_older_version_wrote_of_each_machine_stays_known_and_joins_the_others()
    {
        Assert.True(await _table.TransactAsync("vision~2026-11", [new TableWrite.Insert("2026-11-17~a000000000000000", """
            {"machine":"a000000000000000","date":"2026-11-17","begin":"2026-11-17T00:00:00+00:00","end":"2026-11-18T00:00:00+00:00","gpuHours":10,
            "gpus":[{"gpu":0,"measured":60}]}
            """)], Cancellation));
        await _store.PutAsync("vision", Date, [Day("2026-11-17", 10, Busy) with { Machine = new("b") }], Cancellation);

        Assert.Equal(["a000000000000000", "b"], (await OfAsync("2026-11-17", "2026-11-17")).Select(day => day.Machine.Value));
        Assert.Single(_table.All("2026-11-17~"));
    }

    [Fact]
    public async Task Days_are_read_from_one_to_another_over_months()
    {
        foreach (var date in (string[])["2026-10-30", "2026-10-31", "2026-11-01", "2026-11-02"])
            await _store.PutAsync("vision", DayOf(date), [Day(date, 10, Busy)], Cancellation);
        await _store.PutAsync("nlp", Date, [Day("2026-11-01", 10, Busy)], Cancellation);

        Assert.Equal([31, 1], (await OfAsync("2026-10-31", "2026-11-01")).Select(day => day.Date.Day));
    }

    [Fact]
    public async Task Reads_what_has_to_be_there_and_takes_the_rest_for_nothing()
    {
        Assert.True(await _table.TransactAsync("vision~2026-11", [new TableWrite.Insert("2026-11-17~a000000000000000", """
            {"machine":"a000000000000000","date":"2026-11-17","begin":"2026-11-17T00:00:00+00:00","end":"2026-11-18T00:00:00+00:00","gpuHours":10,
            "gpus":[{"gpu":0,"measured":60}]}
            """)], Cancellation));

        var read = Assert.Single(await OfAsync("2026-11-17", "2026-11-17"));

        Assert.Equal(
            (new MachineId("a000000000000000"), Date, At("2026-11-17T00:00Z"), At("2026-11-18T00:00Z"), 10.0),
            (read.Machine, read.Date, read.Begin, read.End, read.GpuHours));
        var gpu = Assert.Single(read.Gpus);
        Assert.Equal(
            new GpuUse
            {
                Gpu = 0,
                Measured = 60,
                Used = 0,
                Work = 0,
                Starving = 0,
                OnDisk = 0,
                StarvingWork = 0,
                MaxUtilization = 0,
                MaxMemoryGiB = 0,
                MemoryGiB = 0,
            },
            gpu);
        Assert.Equal((1, null), (read.Sums.Idle, gpu.MaxMemoryShare));
    }

    [Fact]
    public async Task When_a_day_was_added_up_is_known_of_that_day_only()
    {
        var day = CalendarDay.Of(Date, TimeZoneInfo.Utc);
        await _store.NoteSumAsync(day, At("2026-11-18T00:15Z"), Cancellation);

        Assert.Equal(At("2026-11-18T00:15Z"), await _store.SummedAtAsync(day, Cancellation));
        Assert.Null(await _store.SummedAtAsync(CalendarDay.Of(Date, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")), Cancellation));
    }

    private async Task<List<UseDay>> OfAsync(string first, string last) =>
        await _store.OfAsync("vision", DayOf(first), DayOf(last), Cancellation).ToListAsync(Cancellation);

    private static DateOnly DayOf(string date) => DateOnly.Parse(date, CultureInfo.InvariantCulture);
}
