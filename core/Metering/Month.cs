namespace ChatOps.Core.Metering;

/// <summary>A calendar month in a time zone.</summary>
/// <param name="First">Its first day.</param>
/// <param name="End">When the next one begins.</param>
public sealed record Month(DateOnly First, DateTimeOffset Begin, DateTimeOffset End)
{
    /// <summary>"2026-11".</summary>
    public string Name => $"{First:yyyy-MM}";

    public TimeSpan Length => End - Begin;

    /// <summary>The one that a moment is in.</summary>
    public static Month Of(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return Of(new DateOnly(local.Year, local.Month, 1), zone);
    }

    /// <param name="first">Its first day.</param>
    public static Month Of(DateOnly first, TimeZoneInfo zone) =>
        new(first, CalendarDay.BeginOf(first, zone), CalendarDay.BeginOf(first.AddMonths(1), zone));
}
