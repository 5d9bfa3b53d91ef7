namespace ChatOps.Core.Approvals;

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
        var first = new DateTime(local.Year, local.Month, 1);
        return new Month(DateOnly.FromDateTime(first), MidnightOf(first, zone), MidnightOf(first.AddMonths(1), zone));
    }

    /// <summary>A day's first moment, also where clocks are set just then, so that there are two midnights or none.</summary>
    private static DateTimeOffset MidnightOf(DateTime day, TimeZoneInfo zone)
    {
        TimeSpan[] offsets = [zone.GetUtcOffset(day.AddDays(-1)), zone.GetUtcOffset(day.AddDays(1))];
        return offsets.Select(offset => new DateTimeOffset(day, offset).ToUniversalTime())
            .Where(moment => TimeZoneInfo.ConvertTime(moment, zone).DateTime >= day)
            .Min();
    }
}
