using System.Collections.Immutable;
using System.Globalization;

namespace ChatOps.Sandbox.Hosting;

/// <summary>An NCRONTAB expression of six fields: second, minute, hour, day, month, day of the week (0 is Sunday). In UTC; all have to fit.</summary>
internal sealed record Schedule
{
    /// <summary>The longest time without a 29 February is eight years; on a certain weekday, forty.</summary>
    private const int MostDays = 41 * 366;

    private readonly ImmutableSortedSet<int> _seconds;
    private readonly ImmutableSortedSet<int> _minutes;
    private readonly ImmutableSortedSet<int> _hours;
    private readonly ImmutableSortedSet<int> _days;
    private readonly ImmutableSortedSet<int> _months;
    private readonly ImmutableSortedSet<int> _weekdays;

    private Schedule(string[] fields)
    {
        (_seconds, _minutes, _hours) = (Field(fields[0], 0, 59), Field(fields[1], 0, 59), Field(fields[2], 0, 23));
        (_days, _months, _weekdays) = (Field(fields[3], 1, 31), Field(fields[4], 1, 12), Field(fields[5], 0, 6));
    }

    /// <summary>Whether it comes more often than once in a minute.</summary>
    public bool IsWithinMinutes => _seconds.Count > 1;

    /// <exception cref="FormatException">It is none.</exception>
    public static Schedule Parse(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 6 ? new Schedule(fields) : throw new FormatException($"\"{expression}\" has {fields.Length} fields instead of six.");
    }

    /// <summary>The first occurrence after a moment.</summary>
    /// <exception cref="InvalidOperationException">There is none, such as on a 30 February.</exception>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        var first = new DateTime(after.UtcTicks - (after.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Utc).AddSeconds(1);
        var days = Enumerable.Range(0, MostDays).Select(i => first.Date.AddDays(i));
        foreach (var day in days.Where(Fits))
            if (FirstTime(day == first.Date ? first.TimeOfDay : TimeSpan.Zero) is { } time) return new DateTimeOffset(day + time, TimeSpan.Zero);
        throw new InvalidOperationException("The schedule never comes.");
    }

    private bool Fits(DateTime day) => _months.Contains(day.Month) && _days.Contains(day.Day) && _weekdays.Contains((int)day.DayOfWeek);

    private TimeSpan? FirstTime(TimeSpan earliest) =>
        (from hour in _hours.SkipWhile(hour => hour < earliest.Hours)
         from minute in _minutes
         from second in _seconds
         let time = new TimeSpan(hour, minute, second)
         where time >= earliest
         select (TimeSpan?)time).FirstOrDefault();

    private static ImmutableSortedSet<int> Field(string text, int least, int most) =>
        [.. text.Split(',').SelectMany(part => Part(part, least, most))];

    /// <summary><c>*</c>, <c>A</c> or <c>A-B</c>, each with <c>/STEP</c> or without.</summary>
    private static IEnumerable<int> Part(string text, int least, int most)
    {
        var (range, step) = text.Split('/') is [var before, var after] ? (before, Number(after, 1, most, text)) : (text, (int?)null);
        var (first, last) = range.Split('-') switch
        {
            ["*"] => (least, most),
            // With a step it is where to begin.
            [var only] when Number(only, least, most, text) is var number => (number, step is null ? number : most),
            [var a, var b] => (Number(a, least, most, text), Number(b, least, most, text)),
            _ => throw new FormatException($"\"{text}\" is no part of a schedule."),
        };
        if (first > last) throw new FormatException($"\"{text}\" ends before it begins.");
        for (var value = first; value <= last; value += step ?? 1) yield return value;
    }

    private static int Number(string text, int least, int most, string part) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"\"{part}\" is no part of a schedule: numbers here are {least} to {most}.");
}
