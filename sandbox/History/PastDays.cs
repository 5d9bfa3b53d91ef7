namespace ChatOps.Sandbox.History;

/// <summary>When people launch.</summary>
internal static class PastDays
{
    /// <summary>How many machines somebody launches on a day: most of all on weekdays, and managers hardly any.</summary>
    public static int Launches(Chance chance, DateOnly day, bool isManager)
    {
        var busy = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.2 : 0.9;
        if (!chance.Is(isManager ? busy / 5 : busy)) return 0;
        return chance.Is(0.4) ? 2 : 1;
    }

    /// <summary>At some time between eight and five.</summary>
    public static DateTimeOffset LaunchOf(Chance chance, DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue) + chance.Hours(8, 17);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
