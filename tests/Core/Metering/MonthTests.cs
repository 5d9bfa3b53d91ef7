using System.Globalization;
using ChatOps.Core.Metering;

namespace ChatOps.Tests.Core.Metering;

public sealed class MonthTests
{
    [Theory]
    [InlineData("2026-11-18T10:00Z", "Europe/Berlin", "2026-11", "2026-10-31T23:00Z", "2026-11-30T23:00Z")]
    [InlineData("2026-10-31T22:59Z", "Europe/Berlin", "2026-10", "2026-09-30T22:00Z", "2026-10-31T23:00Z")]
    [InlineData("2026-10-31T23:00Z", "Europe/Berlin", "2026-11", "2026-10-31T23:00Z", "2026-11-30T23:00Z")]
    [InlineData("2026-10-31T23:00Z", "America/New_York", "2026-10", "2026-10-01T04:00Z", "2026-11-01T04:00Z")]
    [InlineData("2026-12-31T23:59Z", "Asia/Kolkata", "2027-01", "2026-12-31T18:30Z", "2027-01-31T18:30Z")]
    // Clocks are set back from one o'clock to midnight of the first.
    [InlineData("2026-11-01T05:30Z", "America/Havana", "2026-11", "2026-11-01T04:00Z", "2026-12-01T05:00Z")]
    // And here forward, from midnight to one o'clock.
    [InlineData("2023-10-01T04:00Z", "America/Asuncion", "2023-10", "2023-10-01T04:00Z", "2023-11-01T03:00Z")]
    public void Begins_and_ends_at_midnight_of_its_time_zone(string at, string zone, string name, string begin, string end)
    {
        var month = Month.Of(At(at), TimeZoneInfo.FindSystemTimeZoneById(zone));

        Assert.Equal((name, At(begin), At(end)), (month.Name, month.Begin, month.End));
    }

    [Fact]
    public void Follows_on_the_one_before_in_every_time_zone()
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            var month = Month.Of(At("2023-01-15T00:00Z"), zone);
            for (var i = 0; i < 48; i++)
            {
                var next = Month.Of(month.End, zone);
                Assert.Equal((zone.Id, month.End, month.First.AddMonths(1)), (zone.Id, next.Begin, next.First));
                Assert.Equal((zone.Id, month), (zone.Id, Month.Of(month.End.AddTicks(-1), zone)));
                month = next;
            }
        }
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
