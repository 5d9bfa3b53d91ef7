using System.Globalization;
using ChatOps.Core.Alerts;
using ChatOps.Core.Approvals;
using ChatOps.Core.Metering;
using ChatOps.Core.Reports;
using ChatOps.Core.Utilization;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Metering;

namespace ChatOps.Tests.Core.Alerts;

/// <summary>Of Tuesday, 17 November 2026, on which 10 a day is usual and the budget is 1,000.</summary>
public sealed class AlertRulesTests
{
    private static readonly TimeZoneInfo Utc = TimeZoneInfo.Utc;

    [Fact]
    public void A_day_like_the_others_alerts_of_nothing() => Assert.Empty(AlertRules.Of(Day(spent: 10)));

    [Theory]
    [InlineData(100.00, 10, false)]
    [InlineData(100.01, 10, true)]
    [InlineData(120.00, 40, false)]
    [InlineData(120.01, 40, true)]
    [InlineData(5000, null, false)]
    public void A_day_that_cost_more_than_three_times_the_same_weekdays_and_100_is_told(double spent, int? tuesdays, bool isTold) =>
        Assert.Equal(isTold, Causes(Day((decimal)spent, tuesdays)).Contains("spike-2026-11-17"));

    [Fact]
    public void A_spike_says_what_is_usual_and_where_to_look()
    {
        var alert = Assert.Single(AlertRules.Of(Day(812.4m, usual: 120)), alert => alert.Cause == "spike-2026-11-17");

        Assert.Equal("Computer Vision spent far more than usual on Tue 17 Nov", alert.Title);
        Assert.Equal("$812.40, where the 2 Tuesdays before came to $120.00 on average.", alert.Seen);
        Assert.Equal("cost all 2026-11-17 by machine", alert.Command);
    }

    [Theory]
    [InlineData(49, 100, true)]
    [InlineData(50, 100, false)]
    [InlineData(10, 39, false)]
    [InlineData(10, 40, true)]
    public void A_week_whose_gpus_were_used_for_less_than_half_is_told(double used, double measured, bool isTold) =>
        Assert.Equal(isTold, Causes(Day(10) with { UseOfWeek = WeekOf(used, measured) }).Contains("low-use-2026-11"));

    [Fact]
    public void What_to_look_at_is_the_same_however_late_somebody_looks()
    {
        Assert.Equal("utilization all since 2026-11-11", Assert.Single(AlertRules.Of(Day(10) with { UseOfWeek = WeekOf(10, 100) })).Command);
        Assert.Equal("cost all 2026-11 by person", Assert.Single(AlertRules.Of(Heading(500, 2000))).Command);
    }

    [Theory]
    [InlineData(500, 1000.0, false)]
    [InlineData(500, 1000.1, true)]
    [InlineData(1000, 2000.0, false)]
    public void A_month_on_course_for_more_than_its_budget_is_told_until_that_is_spent(double spent, double expected, bool isTold) =>
        Assert.Equal(isTold, Causes(Heading((decimal)spent, (decimal)expected)).Contains("forecast-2026-11"));

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 39, true)]
    [InlineData(2, 40, false)]
    [InlineData(3, 40, true)]
    public void A_day_on_which_more_than_a_twentieth_of_the_launches_failed_is_told(int failed, int launches, bool isTold)
    {
        var failures = Day(10) with { Launches = new LaunchTimes(launches, failed, 0, null, null, null) };

        Assert.Equal(isTold, Causes(failures).Contains("failures-2026-11-17"));
    }

    [Fact]
    public void What_two_days_of_a_month_foretell_is_not_told()
    {
        var early = Heading(500, 9000, day: new DateOnly(2026, 11, 2));

        Assert.Empty(Causes(early));
    }

    private static IEnumerable<string> Causes(SpendReport day) => AlertRules.Of(day).Select(alert => alert.Cause);

    /// <param name="usual">Of each Tuesday before; null for none.</param>
    private static SpendReport Day(decimal spent, int? usual = 10)
    {
        var (period, used) = (CostPeriod.Day(new DateOnly(2026, 11, 17), Utc), new List<UsageRecord> { Used("2026-11-17", spent) });
        if (usual is { } amount) used.AddRange([Used("2026-11-10", amount), Used("2026-11-03", amount)]);
        var sheet = new CostSheet(SpendReport.ReadFrom(period, Utc), period.End, "USD", [.. used]);
        return SpendReport.Of("Computer Vision", period, sheet, Utc, MonthOf(period, 100, 300));
    }

    private static SpendReport Heading(decimal spent, decimal expected, DateOnly? day = null)
    {
        var period = CostPeriod.Day(day ?? new DateOnly(2026, 11, 17), Utc);
        var sheet = new CostSheet(SpendReport.ReadFrom(period, Utc), period.End, "USD", []);
        return SpendReport.Of("Computer Vision", period, sheet, Utc, MonthOf(period, spent, expected));
    }

    private static MonthSpend MonthOf(CostPeriod period, decimal spent, decimal expected) =>
        new(SpendReport.MonthOf(period, Utc), spent, 1000, new Forecast(spent, expected));

    private static UsageRecord Used(string day, decimal amount) =>
        SampleUsage.From(DateTimeOffset.Parse($"{day}T08:00Z", CultureInfo.InvariantCulture), 1) with { PerHour = new Money(amount, "USD") };

    private static UtilizationLine WeekOf(double used, double measured) =>
        new("", measured, new UseSums(measured, used, used / 2, 0, 0, 0), 100, 50, 0, 2, 0, "USD");
}
