using ChatOps.Core.Reaping.Risk;

namespace ChatOps.Tests.Core.Reaping.Risk;

public sealed class DayProfileTests
{
    private static readonly DateTimeOffset Nine = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public void Use_at_nine_is_known_at_nine_and_not_at_noon()
    {
        var day = DayProfile.None.Saw(Nine, true, Week);
        Assert.Equal((1, 1), day.Around(Nine, Week));
        Assert.Equal((0, 0), day.Around(Nine.AddHours(3) - TimeSpan.FromDays(1), Week));
    }

    [Fact]
    public void Within_half_an_hour_of_the_next_hour_both_count()
    {
        var day = DayProfile.None.Saw(Nine, true, Week).Saw(Nine.AddHours(1), false, Week);
        var (seen, used) = day.Around(Nine.AddMinutes(40), Week);
        Assert.Equal((2, 1), (Math.Round(seen, 1), Math.Round(used, 1)));
    }

    [Fact]
    public void The_hour_is_UTC_whatever_the_offset() =>
        Assert.Equal((1, 1), DayProfile.None.Saw(Nine.ToOffset(TimeSpan.FromHours(8)), true, Week).Around(Nine, Week));

    [Fact]
    public void After_a_half_life_it_counts_half() =>
        Assert.Equal((0.5, 0.5), DayProfile.None.Saw(Nine, true, Week).Around(Nine + Week, Week));
}
