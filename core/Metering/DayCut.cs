namespace ChatOps.Core.Metering;

/// <summary>Cuts what lasts at the midnights of a time zone.</summary>
internal static class DayCut
{
    /// <summary>All days from one moment to another, each with what lies in it. It goes through the parts once, however many days there are.</summary>
    /// <param name="record">When a part is from and to.</param>
    /// <param name="within">What of a part lies between two moments; null for nothing.</param>
    public static IReadOnlyList<(CalendarDay Day, List<T> Parts)> Of<T>(
        DateTimeOffset begin, DateTimeOffset end, TimeZoneInfo zone, IEnumerable<T> parts, Func<T, UsageRecord> record,
        Func<T, DateTimeOffset, DateTimeOffset, T?> within)
        where T : class
    {
        var days = new List<(CalendarDay Day, List<T> Parts)>();
        for (var day = CalendarDay.Of(begin, zone); day.Begin < end; day = CalendarDay.Of(day.End, zone))
            days.Add((day with { Begin = day.Begin > begin ? day.Begin : begin, End = day.End < end ? day.End : end }, []));
        foreach (var part in parts)
        {
            var (from, to) = (record(part).From, record(part).To);
            for (var i = FirstAfter(days, from); i < days.Count && days[i].Day.Begin < to; i++)
                if (within(part, days[i].Day.Begin, days[i].Day.End) is { } own) days[i].Parts.Add(own);
        }
        return days;
    }

    /// <summary>The first of the days that ends after a moment.</summary>
    private static int FirstAfter<T>(List<(CalendarDay Day, List<T> Parts)> days, DateTimeOffset at)
    {
        var (low, high) = (0, days.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (days[middle].Day.End > at) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
