using System.Globalization;
using ChatOps.Core.Metering;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Core.Metering;

/// <summary>On Wednesday, 18 November 2026, at 10:30 in Berlin.</summary>
public sealed class CostPeriodTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DateTimeOffset Now = At("2026-11-18T09:30Z");

    [Theory]
    [InlineData("today", "2026-11-17T23:00Z", "2026-11-18T09:30Z")]
    [InlineData("yesterday", "2026-11-16T23:00Z", "2026-11-17T23:00Z")]
    [InlineData("week", "2026-11-15T23:00Z", "2026-11-18T09:30Z")]
    [InlineData("month", "2026-10-31T23:00Z", "2026-11-18T09:30Z")]
    [InlineData(null, "2026-10-31T23:00Z", "2026-11-18T09:30Z")]
    public void Is_where_the_team_is(string? word, string begin, string end) =>
        Assert.Equal((At(begin), At(end)), (CostPeriod.Of(word, Now, Berlin).Begin, CostPeriod.Of(word, Now, Berlin).End));

    // Clocks were set back on the 25th of October: what is 24 days back is not 24 times 24 hours.
    [Theory]
    [InlineData("2026-11-01", "2026-10-31T23:00Z")]
    [InlineData("2026-10-20", "2026-10-19T22:00Z")]
    [InlineData("7d", "2026-11-10T23:00Z")]
    [InlineData("30d", "2026-10-18T22:00Z")]
    public void Begins_with_a_day(string typed, string begin) => Assert.Equal(At(begin), CostPeriod.Since(typed, Now, Berlin).Begin);

    [Theory]
    [InlineData("2026-11-19", "2026-11-19 is still to come.")]
    [InlineData("2020-01-01", "I look back a year at most.")]
    [InlineData("monday", "I do not know since when monday is. Write a day as 2026-11-01, or how many days back as 14d.")]
    [InlineData("2026-13-01", "I do not know since when 2026-13-01 is. Write a day as 2026-11-01, or how many days back as 14d.")]
    [InlineData("400d", "I do not know since when 400d is. Write a day as 2026-11-01, or how many days back as 14d.")]
    [InlineData("4h", "I do not know since when 4h is. Write a day as 2026-11-01, or how many days back as 14d.")]
    public void What_is_no_such_day_is_told(string typed, string said) =>
        Assert.Equal(said, Assert.Throws<UserError>(() => CostPeriod.Since(typed, Now, Berlin)).Message);

    [Theory]
    [InlineData("2026-11-16", "on Mon 16 Nov", "2026-11-15T23:00Z", "2026-11-16T23:00Z")]
    [InlineData("2026-11-18", "on Wed 18 Nov", "2026-11-17T23:00Z", "2026-11-18T09:30Z")]
    [InlineData("2026-10", "in October", "2026-09-30T22:00Z", "2026-10-31T23:00Z")]
    [InlineData("2026-11", "in November", "2026-10-31T23:00Z", "2026-11-18T09:30Z")]
    [InlineData("2026-w46", "in the week of 9 Nov", "2026-11-08T23:00Z", "2026-11-15T23:00Z")]
    [InlineData("2026-w01", "in the week of 29 Dec", "2025-12-28T23:00Z", "2026-01-04T23:00Z")]
    public void May_be_named(string typed, string name, string begin, string end)
    {
        var period = CostPeriod.Of(typed, Now, Berlin);

        Assert.Equal((name, typed, At(begin), At(end)), (period.Name, period.Word, period.Begin, period.End));
    }

    [Theory]
    [InlineData("2026-11-19", "2026-11-19 is still to come.")]
    [InlineData("2026-12", "2026-12 is still to come.")]
    [InlineData("2020-01-01", "I look back a year at most.")]
    [InlineData("2026-w54", "I do not know when 2026-w54 is. Write a day as 2026-11-22, a month as 2026-11, or a week as 2026-w48.")]
    [InlineData("2026-13", "I do not know when 2026-13 is. Write a day as 2026-11-22, a month as 2026-11, or a week as 2026-w48.")]
    public void What_is_no_such_period_is_told(string typed, string said) =>
        Assert.Equal(said, Assert.Throws<UserError>(() => CostPeriod.Of(typed, Now, Berlin)).Message);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
