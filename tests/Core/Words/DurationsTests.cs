using ChatOps.Core.Words;

namespace ChatOps.Tests.Core.Words;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("90m", "01:30:00")]
    [InlineData("4h", "04:00:00")]
    [InlineData("1h30m", "01:30:00")]
    [InlineData("1h 30m", "01:30:00")]
    [InlineData("4 hours", "04:00:00")]
    [InlineData("1 hour", "01:00:00")]
    [InlineData("2hrs", "02:00:00")]
    [InlineData("4H", "04:00:00")]
    [InlineData("1.5h", "01:30:00")]
    [InlineData("2d", "2.00:00:00")]
    [InlineData("2 days", "2.00:00:00")]
    [InlineData("45 s", "00:00:45")]
    [InlineData("20 seconds", "00:00:20")]
    [InlineData("15 mins", "00:15:00")]
    [InlineData("1d2h3m4s", "1.02:03:04")]
    [InlineData("  4h  ", "04:00:00")]
    [InlineData("0h", "00:00:00")]
    [InlineData("366d", "366.00:00:00")]
    public void Reads_what_people_type(string typed, string expected)
    {
        Assert.True(Durations.TryParse(typed, out var duration));
        Assert.Equal(TimeSpan.Parse(expected), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("4")]
    [InlineData("h")]
    [InlineData("four hours")]
    [InlineData("-4h")]
    [InlineData("4h!")]
    [InlineData("4 weeks")]
    [InlineData("4hours30")]
    [InlineData(".5h")]
    [InlineData("1.h")]
    [InlineData("1,5h")]
    [InlineData("1e3h")]
    [InlineData("4h 5h")]
    [InlineData("30m 1h")]
    [InlineData("4h; reboot")]
    [InlineData("for 4 hours")]
    public void Refuses_what_is_no_duration(string typed) => Assert.False(Durations.TryParse(typed, out _));

    [Theory]
    [InlineData("367d")]
    [InlineData("366d 1s")]
    [InlineData("8785h")]
    [InlineData("99999999999999999999999999999999999999h")]
    public void Refuses_what_is_longer_than_a_year(string typed) => Assert.False(Durations.TryParse(typed, out _));

    [Fact]
    public void Refuses_a_number_too_long_to_count() => Assert.False(Durations.TryParse(new string('9', 400) + "h", out _));

    [Theory]
    [InlineData("٤h")]
    [InlineData("４h")]
    public void Refuses_digits_that_are_not_ASCII(string typed) => Assert.False(Durations.TryParse(typed, out _));

    [Fact]
    public void Leaves_zero_behind_when_it_refuses()
    {
        Assert.False(Durations.TryParse("4h and more", out var duration));
        Assert.Equal(TimeSpan.Zero, duration);
    }

    [Theory]
    [InlineData("00:00:00", "0 s")]
    [InlineData("00:00:45", "45 s")]
    [InlineData("00:00:59.6", "1 min")]
    [InlineData("00:03:20", "3 min 20 s")]
    [InlineData("00:03:00", "3 min")]
    [InlineData("00:09:59", "9 min 59 s")]
    [InlineData("00:10:30", "10 min")]
    [InlineData("01:00:00", "1 h")]
    [InlineData("01:30:00", "1 h 30 min")]
    [InlineData("01:00:50", "1 h")]
    [InlineData("23:59:59.9", "1 d")]
    [InlineData("7.00:00:00", "7 d")]
    [InlineData("2.04:30:00", "2 d 4 h")]
    [InlineData("-00:30:00", "30 min")]
    public void Shows_two_units_at_most(string duration, string expected) => Assert.Equal(expected, Durations.Show(TimeSpan.Parse(duration)));

    [Theory]
    [InlineData("04:00:00", "4h")]
    [InlineData("01:30:00", "1h30m")]
    [InlineData("00:01:30", "1m30s")]
    [InlineData("2.00:00:00", "48h")]
    [InlineData("00:00:00", "0m")]
    public void Writes_it_as_it_is_typed_in_a_command(string duration, string expected) => Assert.Equal(expected, Durations.Typed(TimeSpan.Parse(duration)));

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("00:00:01")]
    [InlineData("00:59:59")]
    [InlineData("13:37:11")]
    [InlineData("366.00:00:00")]
    public void Reads_back_what_it_writes(string text)
    {
        var duration = TimeSpan.Parse(text);

        Assert.True(Durations.TryParse(Durations.Typed(duration), out var back));
        Assert.Equal(duration, back);
    }
}
