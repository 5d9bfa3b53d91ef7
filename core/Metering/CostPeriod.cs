using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps.Core.Words;

namespace ChatOps.Core.Metering;

/// <summary>A span of time that people ask about, up to now at the latest.</summary>
/// <param name="Name">As it stands in a sentence: "this month", "since 1 Nov", "on Sun 22 Nov".</param>
/// <param name="Word">As it is typed.</param>
public sealed partial record CostPeriod(string Name, string Word, DateTimeOffset Begin, DateTimeOffset End)
{
    public static readonly string[] Words = ["today", "yesterday", "week", "month"];

    /// <summary>What a ledger was kept of, at the most; a slip of the finger is not read year by year.</summary>
    private const int MostDays = 366;

    /// <summary>Whether it is one whole day, and not what has passed of one.</summary>
    public bool IsWholeDay { get; private init; }

    /// <summary>Whether a word may be about when: one of <see cref="Words"/>, or a day, a month or a week that is named.</summary>
    public static bool IsWord(string word) => Words.Contains(word) || Named().IsMatch(word);

    /// <param name="word">As <see cref="IsWord"/> has them; null for what is taken for granted, this month.</param>
    /// <exception cref="UserError">It names no such day, or one that is still to come or too long ago.</exception>
    public static CostPeriod Of(string? word, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = CalendarDay.Of(now, zone);
        return word switch
        {
            "today" => new CostPeriod("today", "today", today.Begin, now),
            "yesterday" => new CostPeriod("yesterday", "yesterday", CalendarDay.BeginOf(today.Date.AddDays(-1), zone), today.Begin) { IsWholeDay = true },
            "week" => new CostPeriod("this week", "week", CalendarDay.BeginOf(MondayOf(today.Date), zone), now),
            null or "month" => new CostPeriod("this month", "month", Month.Of(now, zone).Begin, now),
            _ => OfName(word, now, zone),
        };
    }

    /// <summary>One whole day, named by its date.</summary>
    public static CostPeriod Day(DateOnly day, TimeZoneInfo zone) => new(
        string.Create(CultureInfo.InvariantCulture, $"on {day:ddd d MMM}"), $"{day:yyyy-MM-dd}",
        CalendarDay.BeginOf(day, zone), CalendarDay.BeginOf(day.AddDays(1), zone))
    { IsWholeDay = true };

    /// <summary>The week from Monday to Sunday that a day is in, named as ISO 8601 has it: "2026-w48".</summary>
    public static CostPeriod Week(DateOnly day, TimeZoneInfo zone)
    {
        var (monday, at) = (MondayOf(day), day.ToDateTime(TimeOnly.MinValue));
        var word = string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(at)}-w{ISOWeek.GetWeekOfYear(at):00}");
        var name = string.Create(CultureInfo.InvariantCulture, $"in the week of {monday:d MMM}");
        return new CostPeriod(name, word, CalendarDay.BeginOf(monday, zone), CalendarDay.BeginOf(monday.AddDays(7), zone));
    }

    /// <summary>The month that a day is in.</summary>
    public static CostPeriod MonthOf(DateOnly day, TimeZoneInfo zone)
    {
        var month = Month.Of(day.AddDays(1 - day.Day), zone);
        return new CostPeriod(string.Create(CultureInfo.InvariantCulture, $"in {month.First:MMMM}"), month.Name, month.Begin, month.End);
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

    private static CostPeriod OfName(string word, DateTimeOffset now, TimeZoneInfo zone)
    {
        var whole = DateOf(word, "yyyy-MM-dd") is { } day ? Day(day, zone)
            : DateOf(word, "yyyy-MM") is { } first ? MonthOf(first, zone)
            : WeekOf(word) is { } monday ? Week(monday, zone)
            : throw new UserError($"I do not know when {Echo.Name(word)} is. Write a day as 2026-11-22, a month as 2026-11, or a week as 2026-w48.");
        if (whole.Begin > now) throw new UserError($"{word} is still to come.");
        if (whole.Begin < now.AddDays(-MostDays)) throw new UserError("I look back a year at most.");
        return whole.End <= now ? whole : whole with { End = now, IsWholeDay = false };
    }

    private static DateOnly? DateOf(string word, string format) =>
        DateOnly.TryParseExact(word, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static DateOnly? WeekOf(string word)
    {
        if (word.Length != 8 || word[5] != 'w' || !int.TryParse(word.AsSpan(0, 4), CultureInfo.InvariantCulture, out var year)) return null;
        return int.TryParse(word.AsSpan(6), CultureInfo.InvariantCulture, out var week) && year > 0 && week >= 1 && week <= ISOWeek.GetWeeksInYear(year)
            ? DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday))
            : null;
    }

    private static DateOnly? DayOf(string typed, DateOnly today)
    {
        if (DateOf(typed, "yyyy-MM-dd") is { } date) return date;
        return Durations.TryParse(typed, out var back) && back.TotalDays is >= 1 and <= MostDays ? today.AddDays(-(int)back.TotalDays) : null;
    }

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    [GeneratedRegex("^[0-9]{4}-([0-9]{2}(-[0-9]{2})?|w[0-9]{2})$")]
    private static partial Regex Named();
}
