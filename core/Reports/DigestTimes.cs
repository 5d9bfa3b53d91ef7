using ChatOps.Core.Metering;

namespace ChatOps.Core.Reports;

/// <summary>When the cards come that nobody asks for: at nine each morning of a time zone, about days, weeks and months that are over by then.</summary>
public static class DigestTimes
{
    public static readonly TimeOnly Hour = new(9, 0);

    /// <summary>The last day that there is a card about: the one before the day on which it last became nine.</summary>
    public static DateOnly LatestDay(DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = CalendarDay.Of(now, zone).Date;
        return now < On(today, zone) ? today.AddDays(-2) : today.AddDays(-1);
    }

    /// <summary>When it becomes nine the next time.</summary>
    public static DateTimeOffset Next(DateTimeOffset now, TimeZoneInfo zone) => On(LatestDay(now, zone).AddDays(2), zone);

    /// <summary>
    /// What there is to tell once everything up to a day was told: of several days that were missed the last one, and each week and month that ended
    /// in them, the last of each.
    /// </summary>
    public static IEnumerable<CostPeriod> Due(DateOnly told, DigestPace pace, DateTimeOffset now, TimeZoneInfo zone)
    {
        var day = LatestDay(now, zone);
        if (day <= told || pace == DigestPace.Off) yield break;
        if (pace == DigestPace.Daily) yield return CostPeriod.Day(day, zone);
        var sunday = day.AddDays(-(int)day.DayOfWeek);
        if (sunday > told) yield return CostPeriod.Week(sunday, zone);
        var monthEnd = day.AddDays(1) is var next && next.Day == 1 ? day : day.AddDays(-day.Day);
        if (monthEnd > told) yield return CostPeriod.MonthOf(monthEnd, zone);
    }

    /// <summary>No clock is set at nine.</summary>
    private static DateTimeOffset On(DateOnly day, TimeZoneInfo zone)
    {
        var at = day.ToDateTime(Hour);
        return new DateTimeOffset(at, zone.GetUtcOffset(at)).ToUniversalTime();
    }
}
