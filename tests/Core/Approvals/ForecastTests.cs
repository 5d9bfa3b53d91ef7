using System.Globalization;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Machines;

namespace ChatOps.Tests.Core.Approvals;

/// <summary>Of November 2026, which has thirty days; a machine costs 10 an hour.</summary>
public sealed class ForecastTests
{
    private static readonly Month November = Month.Of(At("11-18T00:00"), TimeZoneInfo.Utc);

    [Theory]
    // Nothing spent, nothing running.
    [InlineData("11-10T00:00", 0, 0, 0)]
    // 100 a day for ten days, and twenty are left.
    [InlineData("11-11T00:00", 1000, 1000, 3000)]
    // The first minute counts as a day: 1 + 1 × 30, and not 43,200.
    [InlineData("11-01T00:01", 1, 1, 30.999)]
    [InlineData("11-01T00:00", 0, 0, 0)]
    // The last day, at noon.
    [InlineData("11-30T12:00", 2950, 2950, 3000)]
    // Whatever was spent, over is over.
    [InlineData("12-01T00:00", 3000, 3000, 3000)]
    public void Goes_on_as_the_month_did_so_far(string now, decimal spent, decimal planned, decimal expected)
    {
        var forecast = Forecast.Of(spent, [], November, At(now));

        Assert.Equal((planned, expected), (Math.Round(forecast.Planned, 3), Math.Round(forecast.Expected, 3)));
    }

    [Theory]
    // Until its lease ends, or the month does.
    [InlineData("11-10T00:00", 5, 50)]
    [InlineData("11-30T20:00", 5, 40)]
    [InlineData("11-30T20:00", 0, 0)]
    public void Plans_what_runs_until_its_lease_or_the_month_ends(string now, int hours, decimal planned)
    {
        var machine = Priced(Phase.Running) with { LeaseEndsAt = At(now).AddHours(hours) };

        Assert.Equal(planned, Forecast.Of(0, [machine], November, At(now)).Planned);
    }

    [Fact]
    public void Plans_a_whole_lease_for_what_is_on_its_way()
    {
        var machine = Priced(Phase.Queued) with { LeaseLength = TimeSpan.FromHours(4) };

        Assert.Equal(40, Forecast.Of(0, [machine], November, At("11-10T00:00")).Planned);
    }

    [Theory]
    [InlineData(Phase.Stopping)]
    [InlineData(Phase.Stopped)]
    [InlineData(Phase.Evicted)]
    [InlineData(Phase.Failed)]
    [InlineData(Phase.Deleting)]
    public void Plans_nothing_for_what_is_to_end_or_is_off(Phase phase) =>
        Assert.Equal(7, Forecast.Of(7, [Priced(phase)], November, Situations.Now).Planned);

    [Fact]
    public void Plans_what_is_kept_for_debugging()
    {
        var kept = Situations.Kept().Machine with { PerHour = new Money(10, "USD") };

        Assert.Equal(30, Forecast.Of(0, [kept], November, Situations.Now).Planned);
    }

    [Fact]
    public void Plans_nothing_where_no_price_is_known() =>
        Assert.Equal(0, Forecast.Of(0, [Priced(Phase.Running) with { PerHour = null }], November, Situations.Now).Planned);

    // On the first day a machine that runs says more of the month than the little that it has cost.
    [Fact]
    public void Expects_no_less_than_what_is_planned()
    {
        var machine = Priced(Phase.Running) with { LeaseEndsAt = At("11-01T00:01").AddDays(7) };

        Assert.Equal(new Forecast(1681, 1681), Forecast.Of(1, [machine], November, At("11-01T00:01")));
    }

    private static Machine Priced(Phase phase) => Situations.In(phase).Machine with { PerHour = new Money(10, "USD") };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse($"2026-{text}Z", CultureInfo.InvariantCulture);
}
