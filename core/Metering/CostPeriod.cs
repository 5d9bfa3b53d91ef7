using System.Globalization;
using ChatOps.Core.Words;

namespace ChatOps.Core.Metering;

/// <summary>A span of time that people ask about, up to now at the latest.</summary>
/// <param name="Name">As it stands in a sentence: "this month", "since 1 Nov".</param>
/// <param name="Word">As it is typed.</param>
public sealed record CostPeriod(string Name, string Word, DateTimeOffset Begin, DateTimeOffset End)
{
    public static readonly string[] Words = ["today", "yesterday", "week", "month"];

    /// <summary>What a ledger was kept of, at the most; a slip of the finger is not read year by year.</summary>
    private const int MostDays = 366;

    /// <param name="word">One of <see cref="Words"/>; null for what is taken for granted, this month.</param>
    public static CostPeriod Of(string? word, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = CalendarDay.Of(now, zone);
        return word switch
        {
            "today" => new CostPeriod("today", "today", today.Begin, now),
            "yesterday" => new CostPeriod("yesterday", "yesterday", CalendarDay.BeginOf(today.Date.AddDays(-1), zone), today.Begin),
            "week" => new CostPeriod("this week", "week", CalendarDay.BeginOf(MondayOf(today.Date), zone), now),
            _ => new CostPeriod("this month", "month", Month.Of(now, zone).Begin, now),
        };
    }

    /// <summary>Since a day, or for so many days back.</summary>
    /// <param name="typed">"2026-11-01" or "14d".</param>
    /// <exception cref="UserError">It is neither, in the future, or too long ago.</exception>
    public static CostPeriod Since(string typed, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = CalendarDay.Of(now, zone).Date;
        var first = DayOf(typed, today)
            ?? throw new UserError($"I do not know since when {Echo.Name(typed)} is. Write a day as 2026-11-01, or how many days back as 14d.", "since");
        if (first > today) throw new UserError($"{first:yyyy-MM-dd} is still to come.", "since");
        if (first < today.AddDays(-MostDays)) throw new UserError("I look back a year at most.", "since");
        var name = string.Create(CultureInfo.InvariantCulture, $"since {first:d MMM}");
        return new CostPeriod(name, $"since {first:yyyy-MM-dd}", CalendarDay.BeginOf(first, zone), now);
    }

    private static DateOnly? DayOf(string typed, DateOnly today)
    {
        if (DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        return Durations.TryParse(typed, out var back) && back.TotalDays is >= 1 and <= MostDays ? today.AddDays(-(int)back.TotalDays) : null;
    }

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
