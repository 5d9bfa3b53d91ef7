using ChatOps.Core.Actuals;
using ChatOps.Core.Metering;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Metering;

namespace ChatOps.Tests.Core.Actuals;

public sealed class ReconciliationTests
{
    private static readonly Month November = Month.Of(new DateOnly(2026, 11, 1), TimeZoneInfo.Utc);

    [Fact]
    public void Estimates_and_bills_stand_beside_each_other_day_by_day()
    {
        var day = Assert.Single(Of([Used(10, 100)], Billed(10, 103)).Days);

        Assert.Equal((new DateOnly(2026, 11, 10), 100, 103, true), (day.Day, day.Estimated, day.Actual, day.IsSettled));
        Assert.Equal((3, 3), (day.Difference, day.Percent));
    }

    [Fact]
    public void A_night_counts_to_both_of_its_days_as_UTC_has_them()
    {
        var night = Used(10, 100) with { From = At(10).AddHours(18), To = At(11).AddHours(6), Billed = TimeSpan.FromHours(12) };

        Assert.Equal([600m, 600m], Of([night], Billed(10, 0), Billed(11, 0)).Days.Select(day => day.Estimated));
    }

    [Theory]
    [InlineData(100, 105, false)]
    [InlineData(100, 105.01, true)]
    [InlineData(200, 210.01, true)]
    [InlineData(200, 189.99, true)]
    [InlineData(200, 190, false)]
    [InlineData(10, 15, false)]
    [InlineData(10, 15.01, true)]
    [InlineData(0, 5.01, true)]
    [InlineData(5.01, 0, true)]
    public void A_day_is_off_by_more_than_five_percent_and_more_than_five(decimal estimated, decimal actual, bool isOff) =>
        Assert.Equal(isOff, Of([Used(10, estimated)], Billed(10, actual)).Days is [{ IsOff: true }]);

    [Fact]
    public void A_day_that_is_not_settled_is_never_off()
    {
        var late = Billed(10, 0) with { ReadAt = At(11).AddHours(71) };

        Assert.Equal([false], Of([Used(10, 100)], late).Days.Select(day => day.IsOff));
        Assert.Empty(Of([Used(10, 100)], late).Deviations);
    }

    [Fact]
    public void A_day_that_was_never_read_is_not_settled() => Assert.False(Assert.Single(Of([Used(10, 100)]).Days).IsSettled);

    [Fact]
    public void Days_off_to_the_same_side_are_one_run_also_over_days_without_use()
    {
        var run = Assert.Single(Of([Used(6, 100), Used(9, 100)], Billed(6, 110), Billed(7, 0), Billed(9, 108)).Deviations);

        Assert.Equal((6, 9, 218, 9), (run.First.Day, run.Last.Day, run.Total.Actual, run.Total.Percent));
    }

    [Fact]
    public void A_day_as_estimated_and_one_off_to_the_other_side_end_a_run()
    {
        var runs = Of(
            [Used(6, 100), Used(7, 100), Used(8, 100), Used(9, 100)],
            Billed(6, 110), Billed(7, 101), Billed(8, 110), Billed(9, 90)).Deviations;

        Assert.Equal([(6, 6), (8, 8), (9, 9)], runs.Select(run => (run.First.Day, run.Last.Day)));
    }

    [Fact]
    public void What_is_billed_for_nobody_s_resources_is_told_apart()
    {
        var all = Reconciliation.Of(
            November, Sheet(Used(10, 100)), [Billed(10, 100) with { Costs = [Cost(10, "vision", 100), Cost(10, null, 7)] }], team: null);

        Assert.Equal(7, all.Untagged);
        Assert.Equal(100, Assert.Single(all.Teams).Settled?.Actual);
    }

    [Fact]
    public void A_team_that_is_only_billed_and_one_that_is_only_estimated_are_both_there()
    {
        var all = Reconciliation.Of(
            November, Sheet(Used(10, 100)), [Billed(10, 0) with { Costs = [Cost(10, "forgotten", 50)] }], team: null);

        Assert.Equal([("forgotten", 50m), ("vision", -100m)], all.Teams.Select(team => (team.Team, team.Settled?.Difference ?? 0)));
        Assert.Equal(["forgotten", "vision"], all.Deviations.Select(off => off.Team));
    }

    [Fact]
    public void What_is_billed_in_another_currency_is_not_compared()
    {
        var all = Reconciliation.Of(
            November, Sheet(Used(10, 100)), [Billed(10, 0) with { Costs = [Cost(10, "vision", 90) with { Currency = "EUR" }] }], "vision");

        Assert.Equal("EUR", all.OtherCurrency);
        Assert.Empty(all.Deviations);
    }

    private static TeamReconciliation Of(UsageRecord[] used, params ActualDay[] billed) =>
        Assert.Single(Reconciliation.Of(November, Sheet(used), billed, "vision").Teams);

    private static CostSheet Sheet(params UsageRecord[] used) => new(November.Begin, November.End, "USD", [.. used]);

    /// <summary>An hour at noon.</summary>
    private static UsageRecord Used(int day, decimal amount) => SampleUsage.From(At(day).AddHours(12), hours: 1) with { PerHour = new Money(amount, "USD") };

    private static ActualDay Billed(int day, decimal amount) =>
        new(new DateOnly(2026, 11, day), At(day + 1) + ActualDay.Settling, [Cost(day, "vision", amount)]);

    private static ActualCost Cost(int day, string? team, decimal amount) => new(new DateOnly(2026, 11, day), team, "USD", amount);

    private static DateTimeOffset At(int day) => new(2026, 11, day, 0, 0, 0, TimeSpan.Zero);
}
