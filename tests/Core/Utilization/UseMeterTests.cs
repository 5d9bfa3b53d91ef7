using ChatOps.Core.Machines;
using ChatOps.Core.Utilization;
using static ChatOps.Tests.Core.Utilization.SampleUse;

namespace ChatOps.Tests.Core.Utilization;

/// <summary>In Berlin, and in New York, six hours behind.</summary>
public sealed class UseMeterTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    private readonly UseDesk _desk = new("2026-11-18T09:00Z");

    [Fact]
    public async Task Keeps_for_each_day_what_a_machine_was_billed_for_and_what_it_did()
    {
        var machine = await _desk.WasOnAsync("a", "vision", ("2026-11-16T20:00Z", 10));
        _desk.Measure(machine, Busy);

        await _desk.RecordAsync();

        Assert.Equal([(16, 3), (17, 7)], (await _desk.DaysAsync("vision")).Select(day => (day.Date.Day, day.GpuHours)));
        Assert.All(await _desk.DaysAsync("vision"), day => Assert.Equal(Busy, Assert.Single(day.Gpus)));
    }

    [Fact]
    public async Task A_day_is_that_of_the_machine_s_team()
    {
        _desk.Measure(await _desk.WasOnAsync("a", "nlp", ("2026-11-17T03:00Z", 4)), Busy);

        await _desk.RecordAsync();

        Assert.Equal([("2026-11-16", 2), ("2026-11-17", 2)], (await _desk.DaysAsync("nlp")).Select(day => ($"{day.Date:yyyy-MM-dd}", day.GpuHours)));
        Assert.Contains((At("2026-11-17T05:00Z"), At("2026-11-18T05:00Z")), _desk.Metrics.Summed);
    }

    [Fact]
    public async Task Only_what_was_on_is_asked_for_and_who_was_not_heard_of_has_no_row()
    {
        await _desk.WasOnAsync("a", "vision", ("2026-11-17T10:00Z", 1));

        await _desk.RecordAsync();

        Assert.Single(_desk.Metrics.Summed);
        Assert.Empty(await _desk.DaysAsync("vision"));
    }

    [Fact]
    public async Task A_live_machine_counts_up_to_midnight()
    {
        _desk.Measure(await _desk.IsOnAsync("a", "vision", since: "2026-11-17T20:00Z"), Busy);

        await _desk.RecordAsync();

        Assert.Equal(3, Assert.Single(await _desk.DaysAsync("vision")).GpuHours);
    }

    // It is over in Berlin at 23:00 UTC.
    [Fact]
    public async Task A_day_is_added_up_when_it_is_over_and_once_more_six_hours_later()
    {
        _desk.Measure(await _desk.WasOnAsync("a", "vision", ("2026-11-18T10:00Z", 1)), Busy);
        await _desk.RecordAsync();
        Assert.Empty(_desk.Metrics.Summed);

        await _desk.RecordAsync(later: TimeSpan.FromHours(14));
        for (var i = 0; i < 60; i++) await _desk.RecordAsync(later: Quarter);

        Assert.Equal(2, _desk.Metrics.Summed.Count);
    }

    [Fact]
    public async Task What_came_late_is_in_it()
    {
        var machine = await _desk.WasOnAsync("a", "vision", ("2026-11-18T10:00Z", 1));
        _desk.Measure(machine, Busy with { Measured = 20 });
        await _desk.RecordAsync(later: TimeSpan.FromHours(14));
        _desk.Measure(machine, Busy with { Measured = 55 });
        await _desk.RecordAsync(later: TimeSpan.FromHours(6));

        Assert.Equal(55, Assert.Single(await _desk.DaysAsync("vision")).Gpus[0].Measured);
    }

    [Fact]
    public async Task A_program_that_starts_anew_adds_nothing_up_again()
    {
        _desk.Measure(await _desk.WasOnAsync("a", "vision", ("2026-11-17T10:00Z", 1)), Busy);
        await _desk.RecordAsync();
        _desk.Restart();

        await _desk.RecordAsync();

        Assert.Single(_desk.Metrics.Summed);
    }

    [Fact]
    public async Task A_day_that_could_not_be_had_is_told_and_tried_again()
    {
        _desk.Measure(await _desk.WasOnAsync("a", "vision", ("2026-11-17T10:00Z", 1)), Busy);
        _desk.Metrics.Fault = new CloudFaultException(new CloudFault(FaultKind.Transient, "Down", "It is down."));
        await _desk.RecordAsync();
        Assert.Empty(await _desk.DaysAsync("vision"));
        const string Told = "What machines did on 2026-11-17 could not be added up, and is tried again: Transient Down It is down.";
        Assert.Contains(Told, _desk.Log.Text, StringComparison.Ordinal);

        _desk.Metrics.Fault = null;
        await _desk.RecordAsync(later: TimeSpan.FromDays(2));

        Assert.Single(await _desk.DaysAsync("vision"));
    }

    // A day begins in Berlin at 23:00 UTC, and in New York at 05:00.
    [Theory]
    [InlineData("2026-11-18T09:00Z", "2026-11-18T11:00Z")]
    [InlineData("2026-11-18T11:00Z", "2026-11-18T23:00Z")]
    [InlineData("2026-11-18T23:00Z", "2026-11-19T05:00Z")]
    public void There_is_something_to_do_when_a_day_is_over_and_six_hours_later(string at, string next) =>
        Assert.Equal(At(next), UseMeter.NextAfter(At(at), UseDesk.Policy));

    [Fact]
    public async Task What_is_longer_ago_than_three_days_is_left_alone()
    {
        _desk.Measure(await _desk.WasOnAsync("a", "vision", ("2026-11-14T10:00Z", 1)), Busy);

        await _desk.RecordAsync();

        Assert.Empty(_desk.Metrics.Summed);
    }
}
