using ChatOps.Core.Machines;
using static ChatOps.Tests.Core.Utilization.SampleUse;

namespace ChatOps.Tests.Core.Utilization;

/// <summary>On Wednesday, 18 November 2026, at 10:00 in Berlin.</summary>
public sealed class UtilizationReaderTests
{
    private readonly UseDesk _desk = new("2026-11-18T09:00Z");

    [Fact]
    public async Task Days_that_are_over_are_read_from_the_table()
    {
        _desk.Measure(await _desk.WasOnAsync("a", "vision", ("2026-11-17T10:00Z", 2)), Busy);
        await _desk.RecordAsync();
        _desk.Metrics.Fault = new CloudFaultException(new CloudFault(FaultKind.Transient, "Down", "It is down."));

        var sheet = await _desk.ReadAsync("2026-11-16T23:00Z", "2026-11-17T23:00Z", "vision");

        Assert.Equal((2, 1, null), (sheet.Total.On, sheet.Total.Sums.Used, sheet.UnknownFrom));
    }

    [Fact]
    public async Task Today_is_read_from_the_metrics()
    {
        _desk.Measure(await _desk.IsOnAsync("a", "vision", since: "2026-11-18T07:00Z"), Busy);

        var sheet = await _desk.ReadAsync("2026-11-17T23:00Z", "2026-11-18T09:00Z", "vision");

        Assert.Equal((2, 1), (sheet.Total.On, sheet.Total.Sums.Used));
        Assert.Equal((At("2026-11-17T23:00Z"), At("2026-11-18T09:00Z")), Assert.Single(_desk.Metrics.Summed));
    }

    [Fact]
    public async Task Where_metrics_cannot_be_read_today_is_unknown_and_the_days_before_are_not()
    {
        var machine = await _desk.IsOnAsync("a", "vision", since: "2026-11-17T21:00Z");
        _desk.Measure(machine, Busy);
        await _desk.RecordAsync();
        _desk.Metrics.Fault = new CloudFaultException(new CloudFault(FaultKind.Transient, "Down", "It is down."));

        var sheet = await _desk.ReadAsync("2026-11-16T23:00Z", "2026-11-18T09:00Z", "vision");

        Assert.Equal((12, 1, 11, At("2026-11-17T23:00Z")), (sheet.Total.On, sheet.Total.Sums.Used, sheet.Total.Unmeasured, sheet.UnknownFrom));
    }

    [Fact]
    public async Task Of_all_teams_each_is_read_by_its_own_days()
    {
        _desk.Measure(await _desk.WasOnAsync("a", "nlp", ("2026-11-17T03:00Z", 4)), Busy);
        _desk.Measure(await _desk.WasOnAsync("b", "vision", ("2026-11-17T10:00Z", 1)), Busy);
        await _desk.RecordAsync();

        // Of the four hours in New York the second two are on the 17th there, and all four are in Berlin.
        var sheet = await _desk.ReadAsync("2026-11-16T23:00Z", "2026-11-17T23:00Z");

        var teams = sheet.By(record => record.Team).OrderBy(line => line.Name, StringComparer.Ordinal);
        Assert.Equal([("nlp", 4, 2), ("vision", 1, 1)], teams.Select(line => (line.Name, line.On, line.Sums.Used)));
    }

    [Fact]
    public async Task What_was_bigger_than_needed_is_known_from_the_week_before_whatever_is_asked_for()
    {
        var times = Enumerable.Range(11, 7).Select(day => ($"2026-11-{day}T08:00Z", 10.0)).ToArray();
        var machine = await _desk.WasOnAsync("a", "vision", times);
        _desk.Measure(machine, Gpu(600, 300, 90) with { MaxUtilization = 20, MaxMemoryGiB = 8, MemoryGiB = 80 });
        for (var day = 11; day < 18; day++)
            await _desk.Store.PutAsync("vision", new DateOnly(2026, 11, day), [Used(day) with { Machine = machine }], Cancellation);

        var sheet = await _desk.ReadAsync("2026-11-16T23:00Z", "2026-11-17T23:00Z", "vision");

        Assert.Equal(machine, Assert.Single(sheet.Oversized).Machine.Id);
        Assert.Equal(10, sheet.Total.On);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ChatOps.Core.Utilization.UseDay Used(int day) =>
        Day($"2026-11-{day}", 10, Gpu(600, 300, 90) with { MaxUtilization = 20, MaxMemoryGiB = 8, MemoryGiB = 80 });
}
