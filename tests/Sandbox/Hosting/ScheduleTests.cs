using System.Globalization;
using ChatOps.Sandbox.Hosting;

namespace ChatOps.Tests.Sandbox.Hosting;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("0 * * * * *", "2026-11-18T10:00:00", "2026-11-18T10:01:00")]
    [InlineData("0 * * * * *", "2026-11-18T10:00:59.9", "2026-11-18T10:01:00")]
    [InlineData("0 */5 * * * *", "2026-11-18T10:01:00", "2026-11-18T10:05:00")]
    [InlineData("0 */5 * * * *", "2026-11-18T10:55:00", "2026-11-18T11:00:00")]
    [InlineData("30 17/20 * * * *", "2026-11-18T10:17:30", "2026-11-18T10:37:30")]
    [InlineData("0 0 * * * *", "2026-12-31T23:00:00", "2027-01-01T00:00:00")]
    [InlineData("0 0 9-17/4 * * *", "2026-11-18T10:00:00", "2026-11-18T13:00:00")]
    [InlineData("0 30 9 * * 1-5", "2026-11-20T10:00:00", "2026-11-23T09:30:00")]
    [InlineData("0 0 6,18 1,15 * *", "2026-11-18T10:00:00", "2026-12-01T06:00:00")]
    [InlineData("0 0 0 29 2 *", "2026-11-18T10:00:00", "2028-02-29T00:00:00")]
    [InlineData("0 0 0 29 2 0", "2026-11-18T10:00:00", "2032-02-29T00:00:00")]
    public void Says_when_it_comes_next(string expression, string after, string next) =>
        Assert.Equal(At(next), Schedule.Parse(expression).Next(At(after)));

    [Theory]
    [InlineData("* * * * *")]
    [InlineData("00:05:00")]
    [InlineData("60 * * * * *")]
    [InlineData("0 0 0 0 * *")]
    [InlineData("0 5-1 * * * *")]
    [InlineData("0 */0 * * * *")]
    [InlineData("0 1/2/3 * * * *")]
    [InlineData("0 * * * * MON")]
    [InlineData("0 , * * * *")]
    public void Refuses_what_it_does_not_know(string expression) => Assert.Throws<FormatException>(() => Schedule.Parse(expression));

    [Fact]
    public void Says_that_it_never_comes() => Assert.Throws<InvalidOperationException>(() => Schedule.Parse("0 0 0 30 2 *").Next(At("2026-11-18T10:00:00")));

    [Theory]
    [InlineData("*/30 * * * * *", true)]
    [InlineData("5 * * * * *", false)]
    public void Knows_whether_it_comes_within_a_minute(string expression, bool within) => Assert.Equal(within, Schedule.Parse(expression).IsWithinMinutes);

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
