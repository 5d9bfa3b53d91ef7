using ChatOps.Bot;

namespace ChatOps.Tests.Bot;

public sealed class ClockTests
{
    private static readonly Clock Clock = new(new DateTimeOffset(2026, 11, 23, 13, 0, 0, TimeSpan.Zero), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Theory]
    [InlineData(10, "at 14:10 (in 10 min)")]
    [InlineData(0.5, "at 14:00 (in 1 min)")]
    [InlineData(0, "at 14:00")]
    [InlineData(-60, "at 13:00")]
    [InlineData(600, "tomorrow 00:00 (in 10 h)")]
    [InlineData(1440, "tomorrow 14:00 (in 1 d)")]
    [InlineData(-1440, "yesterday 14:00")]
    [InlineData(2880, "Wed 25 Nov 14:00 (in 2 d)")]
    [InlineData(-2880, "Sat 21 Nov 14:00")]
    public void Says_when_as_it_stands_behind_a_verb(double minutes, string text) => Assert.Equal(text, Clock.At(Clock.Now.AddMinutes(minutes)));
}
