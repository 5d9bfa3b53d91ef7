using ChatOps.Core.Metering;

namespace ChatOps.Tests.Core.Metering;

/// <summary>A stretch from twelve to two.</summary>
public sealed class UsageRecordTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 18, 0, 0, 0, TimeSpan.Zero);
    private static readonly UsageRecord Used = SampleUsage.From(Day.AddHours(12), 2);

    [Theory]
    [InlineData(0, 24, 2)]
    [InlineData(12, 14, 2)]
    [InlineData(13, 24, 1)]
    [InlineData(0, 13, 1)]
    [InlineData(12.5, 13, 0.5)]
    public void Has_a_part_between_two_moments(double begin, double end, double hours)
    {
        var part = Used.Within(Day.AddHours(begin), Day.AddHours(end));

        Assert.Equal((TimeSpan.FromHours(hours), Used.PerHour * hours), (part?.Billed, part?.Cost));
        Assert.Equal((Day.AddHours(Math.Max(begin, 12)), Day.AddHours(Math.Min(end, 14))), (part?.From, part?.To));
    }

    [Theory]
    [InlineData(14, 24)]
    [InlineData(0, 12)]
    public void Has_none_beside_it(double begin, double end) => Assert.Null(Used.Within(Day.AddHours(begin), Day.AddHours(end)));

    [Fact]
    public void Is_spread_evenly_where_it_was_folded()
    {
        var folded = SampleUsage.From(Day, 10) with { Billed = TimeSpan.FromHours(1) };

        Assert.Equal(TimeSpan.FromMinutes(30), folded.Within(Day.AddHours(5), Day.AddDays(1))?.Billed);
    }

    [Fact]
    public void What_the_reaper_has_ended_is_known_of_its_last_part_only()
    {
        var ended = Used with { ReapedUntil = Day.AddHours(20) };

        Assert.Equal((null, Day.AddHours(20)), (ended.Within(Day, Day.AddHours(13))?.ReapedUntil, ended.Within(Day.AddHours(13), Day.AddDays(1))?.ReapedUntil));
    }
}
