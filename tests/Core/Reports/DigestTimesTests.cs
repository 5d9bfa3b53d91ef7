using System.Globalization;
using ChatOps.Core.Reports;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOps.Tests.Core.Reports;

public sealed class DigestTimesTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    // Clocks are set forward on 29 March and back on 25 October.
    [Theory]
    [InlineData("Europe/Berlin", "2026-11-24T07:59:59Z", "2026-11-22", "2026-11-24T08:00Z")]
    [InlineData("Europe/Berlin", "2026-11-24T08:00Z", "2026-11-23", "2026-11-25T08:00Z")]
    [InlineData("America/New_York", "2026-11-24T13:59Z", "2026-11-22", "2026-11-24T14:00Z")]
    [InlineData("Asia/Kolkata", "2026-11-24T03:30Z", "2026-11-23", "2026-11-25T03:30Z")]
    [InlineData("Europe/Berlin", "2026-03-28T08:00Z", "2026-03-27", "2026-03-29T07:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29T07:00Z", "2026-03-28", "2026-03-30T07:00Z")]
    [InlineData("Europe/Berlin", "2026-10-24T23:30Z", "2026-10-23", "2026-10-25T08:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25T07:30Z", "2026-10-23", "2026-10-25T08:00Z")]
    public void At_nine_the_day_before_is_told_of(string zone, string now, string day, string next)
    {
        var there = TimeZoneInfo.FindSystemTimeZoneById(zone);

        Assert.Equal((Day(day), At(next)), (DigestTimes.LatestDay(At(now), there), DigestTimes.Next(At(now), there)));
    }

    // The 23rd of November is a Monday.
    [Theory]
    [InlineData("2026-11-24", DigestPace.Daily, "2026-11-25T08:10Z")]
    [InlineData("2026-11-23", DigestPace.Daily, "2026-11-25T08:10Z", "2026-11-24")]
    [InlineData("2026-11-23", DigestPace.Weekly, "2026-11-25T08:10Z")]
    [InlineData("2026-11-20", DigestPace.Daily, "2026-11-25T08:10Z", "2026-11-24", "2026-w47")]
    [InlineData("2026-11-21", DigestPace.Daily, "2026-11-23T08:00Z", "2026-11-22", "2026-w47")]
    [InlineData("2026-11-21", DigestPace.Weekly, "2026-11-23T08:00Z", "2026-w47")]
    [InlineData("2026-11-21", DigestPace.Off, "2026-11-23T08:00Z")]
    [InlineData("2026-11-29", DigestPace.Daily, "2026-12-01T08:00Z", "2026-11-30", "2026-11")]
    [InlineData("2026-11-29", DigestPace.Weekly, "2026-12-01T08:00Z", "2026-11")]
    [InlineData("2026-09-20", DigestPace.Daily, "2026-11-25T08:10Z", "2026-11-24", "2026-w47", "2026-10")]
    public void What_is_over_and_was_not_told_is_told_once(string told, DigestPace pace, string now, params string[] periods) =>
        Assert.Equal(periods, DigestTimes.Due(Day(told), pace, At(now), Berlin).Select(period => period.Word));

    /// <summary>However seldom anybody looks, each day is told of once at the most, in order, and looking again tells nothing.</summary>
    [Fact]
    public void Nothing_is_told_twice() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(0, 5_000).ListOf(40).ToArbitrary(), minutes =>
        {
            var (now, told, days) = (At("2026-10-20T00:00Z"), Day("2026-10-18"), new List<DateOnly>());
            foreach (var step in minutes)
            {
                now = now.AddMinutes(step);
                var due = DigestTimes.Due(told, DigestPace.Daily, now, Berlin).Where(period => period.IsWholeDay);
                days.AddRange(due.Select(_ => DigestTimes.LatestDay(now, Berlin)));
                told = DigestTimes.LatestDay(now, Berlin);
                if (DigestTimes.Due(told, DigestPace.Daily, now, Berlin).Any()) return false;
            }
            return days.SequenceEqual(days.Distinct().Order());
        }));

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
