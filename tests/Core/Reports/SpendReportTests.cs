using System.Globalization;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Reports;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Metering;

namespace ChatOps.Tests.Core.Reports;

/// <summary>On Wednesday, 18 November 2026, at 10:30 in Berlin. A machine costs 2 an hour.</summary>
public sealed class SpendReportTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DateTimeOffset Now = At("2026-11-18T09:30Z");

    [Fact]
    public void Yesterday_is_told_against_the_day_before_and_the_mean_of_the_week_before()
    {
        var report = Of("yesterday", Used("2026-11-17T09:00Z", 5), Used("2026-11-16T09:00Z", 2), Used("2026-11-12T09:00Z", 12));

        // 28 on five days: those before the first use are no measure.
        Assert.Equal((10m, 4m, 5.6m), (report.Spent.Total.Amount, report.Before.Amount, report.Usual));
        Assert.Equal(new DateOnly(2026, 11, 17), report.Days[^1].Day);
        Assert.Equal(new DateOnly(2026, 11, 1), report.Days[0].Day);
    }

    [Fact]
    public void The_mean_of_the_week_before_has_its_quiet_days_in_it()
    {
        var report = Of("yesterday", Used("2026-11-17T09:00Z", 5), Used("2026-11-12T09:00Z", 14), Used("2026-11-03T09:00Z", 50));

        Assert.Equal(4m, report.Usual);
    }

    // In Berlin the day is an hour ahead.
    [Fact]
    public void A_day_is_the_team_s()
    {
        var report = Of("yesterday", Used("2026-11-16T22:30Z", 1));

        Assert.Equal((1m, 1m), (report.Spent.Total.Amount, report.Before.Amount));
    }

    [Fact]
    public void A_week_is_told_against_as_long_before()
    {
        var report = Of("week", Used("2026-11-16T09:00Z", 5), Used("2026-11-15T09:00Z", 2), Used("2026-11-12T09:00Z", 9));

        Assert.Equal((10m, 4m, null), (report.Spent.Total.Amount, report.Before.Amount, report.Usual));
    }

    [Fact]
    public void A_month_reaches_back_as_long_as_it_has_lasted()
    {
        var report = Of("month", Used("2026-11-02T09:00Z", 5), Used("2026-10-20T09:00Z", 2));

        Assert.Equal((10m, 4m), (report.Spent.Total.Amount, report.Before.Amount));
    }

    [Fact]
    public void Launches_in_vain_are_told_apart()
    {
        var report = Of("yesterday", Used("2026-11-17T09:00Z", 5), Used("2026-11-17T09:00Z", 0.5) with { Machine = new MachineId("b"), Failed = true });

        Assert.Equal((1, 1m), (report.Spent.Failed.Machines, report.Spent.Failed.Amount));
    }

    [Theory]
    [InlineData("2026-11-17T09:00Z", false)]
    [InlineData("2026-11-16T09:00Z", true)]
    public void Quiet_is_a_day_on_which_nothing_was_used(string used, bool isQuiet) => Assert.Equal(isQuiet, Of("yesterday", Used(used, 1)).IsQuiet);

    [Theory]
    [InlineData("2026-11-17", "2026-10-31T23:00Z")]
    [InlineData("2026-11-08", "2026-10-25T23:00Z")]
    [InlineData("2026-10-30", "2026-09-30T22:00Z")]
    public void A_report_is_read_from_the_month_s_begin_and_for_two_weeks_at_the_least(string day, string from) =>
        Assert.Equal(At(from), SpendReport.ReadFrom(CostPeriod.Of(day, Now, Berlin), Berlin));

    [Fact]
    public void Of_a_month_that_is_over_nothing_is_foreseen()
    {
        var (october, november) = (Month.Of(new DateOnly(2026, 10, 1), Berlin), Month.Of(new DateOnly(2026, 11, 1), Berlin));

        Assert.Null(MonthSpend.Of(october, 500, most: null, [], Now).Forecast);
        Assert.NotNull(MonthSpend.Of(november, 500, most: null, [], Now).Forecast);
    }

    private static SpendReport Of(string word, params UsageRecord[] records)
    {
        var period = CostPeriod.Of(word, Now, Berlin);
        var all = new CostSheet(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, "USD", [.. records]);
        var month = MonthSpend.Of(SpendReport.MonthOf(period, Berlin), 0, most: null, [], Now);
        return SpendReport.Of("Computer Vision", period, all.Within(SpendReport.ReadFrom(period, Berlin), Now), Berlin, month);
    }

    private static UsageRecord Used(string from, double hours) => SampleUsage.From(At(from), hours) with { PerHour = new Money(2, "USD") };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
