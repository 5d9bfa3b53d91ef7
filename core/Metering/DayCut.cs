namespace ChatOps.Core.Metering;

/// <summary>Finds the days that something lies in, without looking at all of them.</summary>
internal static class DayCut
{
    /// <summary>All days of a time zone from one moment to another, the first and the last as far as they are in it.</summary>
    public static IReadOnlyList<CalendarDay> Days(DateTimeOffset begin, DateTimeOffset end, TimeZoneInfo zone)
    {
        var days = new List<CalendarDay>();
        for (var day = CalendarDay.Of(begin, zone); day.Begin < end; day = CalendarDay.Of(day.End, zone))
            days.Add(day with { Begin = day.Begin > begin ? day.Begin : begin, End = day.End < end ? day.End : end });
        return days;
    }

    /// <summary>Cuts parts at midnight. It goes through them once, however many days there are.</summary>
    /// <param name="record">When a part is from and to.</param>
    /// <param name="within">What of a part lies between two moments; null for nothing.</param>
    public static IEnumerable<(CalendarDay Day, List<T> Parts)> Cut<T>(
        this IReadOnlyList<CalendarDay> days, IEnumerable<T> parts, Func<T, UsageRecord> record, Func<T, DateTimeOffset, DateTimeOffset, T?> within)
        where T : class
    {
        var cut = days.Select(_ => new List<T>()).ToList();
        foreach (var part in parts)
        {
            for (var i = days.FirstOf(record(part)); i < days.Count && days[i].Begin < record(part).To; i++)
                if (within(part, days[i].Begin, days[i].End) is { } own) cut[i].Add(own);
        }
        return days.Zip(cut);
    }

    /// <summary>Index of the first of the days that ends after a stretch has begun.</summary>
    public static int FirstOf(this IReadOnlyList<CalendarDay> days, UsageRecord record)
    {
        var (low, high) = (0, days.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (days[middle].End > record.From) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
