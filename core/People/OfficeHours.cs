using System.Collections.Immutable;

namespace ChatOps.Core.People;

/// <summary>When people are usually at work, in a team's time zone. At midnight a day's hours are over: they do not reach into the next.</summary>
public sealed record OfficeHours(TimeOnly From, TimeOnly To, ImmutableArray<DayOfWeek> Days)
{
    public bool Include(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        return Days.Contains(local.DayOfWeek) && TimeOnly.FromDateTime(local.DateTime) is var time && time >= From && time < To;
    }
}
