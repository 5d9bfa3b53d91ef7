using ChatOps.Core.Words;

namespace ChatOps.Bot;

/// <summary>The moment that a card is drawn for, and the organisation's time zone to show times in.</summary>
public sealed record Clock(DateTimeOffset Now, TimeZoneInfo Zone)
{
    /// <summary>"14:30", "tomorrow 09:00", "Mon 23 Nov 14:30".</summary>
    public string Time(DateTimeOffset at)
    {
        var (local, today) = (TimeZoneInfo.ConvertTime(at, Zone), TimeZoneInfo.ConvertTime(Now, Zone).Date);
        return (local.Date - today).Days switch
        {
            0 => $"{local:HH:mm}",
            1 => $"tomorrow {local:HH:mm}",
            -1 => $"yesterday {local:HH:mm}",
            _ => $"{local:ddd d MMM HH:mm}",
        };
    }

    /// <summary>"14:30 (in 4 h)".</summary>
    public string Until(DateTimeOffset at) => at > Now ? $"{Time(at)} (in {Durations.Show(RoundUp(at - Now))})" : Time(at);

    /// <summary>"at 14:30 (in 4 h)", "tomorrow 14:30 (in 1 d)": as it stands behind a verb.</summary>
    public string At(DateTimeOffset at) => Until(at) is var text && char.IsAsciiDigit(text[0]) ? $"at {text}" : text;

    /// <summary>"12 min".</summary>
    public string Since(DateTimeOffset at) => Durations.Show(Now - at);

    /// <summary>Nobody counts the seconds of a lease.</summary>
    private static TimeSpan RoundUp(TimeSpan time) => TimeSpan.FromMinutes(Math.Ceiling(time.TotalMinutes));
}
