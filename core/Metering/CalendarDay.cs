namespace ChatOps.Core.Metering;

/// <summary>A calendar day in a time zone: 23 or 25 hours where clocks are set.</summary>
/// <param name="End">When the next one begins.</param>
public sealed record CalendarDay(DateOnly Date, DateTimeOffset Begin, DateTimeOffset End)
{
    /// <summary>The one that a moment is in.</summary>
    public static CalendarDay Of(DateTimeOffset at, TimeZoneInfo zone) => Of(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime), zone);

    public static CalendarDay Of(DateOnly date, TimeZoneInfo zone) => new(date, BeginOf(date, zone), BeginOf(date.AddDays(1), zone));

    /// <summary>A day's first moment, also where clocks are set just then, so that there are two midnights or none.</summary>
    public static DateTimeOffset BeginOf(DateOnly date, TimeZoneInfo zone)
    {
        var day = date.ToDateTime(TimeOnly.MinValue);
        TimeSpan[] offsets = [zone.GetUtcOffset(day.AddDays(-1)), zone.GetUtcOffset(day.AddDays(1))];
        return offsets.Select(offset => new DateTimeOffset(day, offset).ToUniversalTime())
            .Where(moment => TimeZoneInfo.ConvertTime(moment, zone).DateTime >= day)
            .Min();
    }
}
