using System.Collections.Immutable;

namespace ChatOps.Core.People;

/// <summary>What the policy says of idle machines, of the organisation or of a team. Null, or empty, is nothing said.</summary>
public sealed record IdleRules
{
    public static IdleRules None { get; } = new();

    /// <summary>False and nothing is warned of or stopped for being idle: the switch for when something goes wrong.</summary>
    public bool? Enabled { get; init; }
    /// <summary>What would be done is told to the managers, and not done.</summary>
    public bool? DryRun { get; init; }
    /// <summary>Instead of the blueprint's.</summary>
    public TimeSpan? Window { get; init; }
    /// <summary>Instead of the blueprint's; GPU utilization in percent.</summary>
    public int? Threshold { get; init; }
    /// <summary>From which mean of all cores on, in percent, a machine is in use whatever its GPUs do.</summary>
    public int? Cpu { get; init; }
    /// <summary>How long before it is stopped its owner is warned.</summary>
    public TimeSpan? Warn { get; init; }
    /// <summary>The longest that one press keeps a machine.</summary>
    public TimeSpan? LongestKeep { get; init; }
    /// <summary>How often it can be kept before it takes an extension.</summary>
    public int? Keeps { get; init; }
    /// <summary>After how long without a sample the admins are told.</summary>
    public TimeSpan? SilentAfter { get; init; }
    /// <summary>Whether the disks of a machine that is deleted for being idle, or stopped for too long, are snapshotted before.</summary>
    public bool? Snapshot { get; init; }
    /// <summary>How long such snapshots are kept.</summary>
    public TimeSpan? KeepSnapshots { get; init; }
    /// <summary>How it is weighed that use may resume.</summary>
    public ResumeRules Resume { get; init; } = ResumeRules.None;
    /// <summary>Of all teams together, in one pass. The organisation's only.</summary>
    public int? StopsPerPass { get; init; }
    /// <summary>When nobody is expected to work.</summary>
    public QuietHours? Quiet { get; init; }
    public ImmutableArray<IdleException> Exceptions { get; init; } = [];

    /// <summary>These, where the other ones say nothing else.</summary>
    public IdleRules But(IdleRules other) => new()
    {
        Enabled = other.Enabled ?? Enabled,
        DryRun = other.DryRun ?? DryRun,
        Window = other.Window ?? Window,
        Threshold = other.Threshold ?? Threshold,
        Cpu = other.Cpu ?? Cpu,
        Warn = other.Warn ?? Warn,
        LongestKeep = other.LongestKeep ?? LongestKeep,
        Keeps = other.Keeps ?? Keeps,
        SilentAfter = other.SilentAfter ?? SilentAfter,
        Snapshot = other.Snapshot ?? Snapshot,
        KeepSnapshots = other.KeepSnapshots ?? KeepSnapshots,
        Resume = Resume.But(other.Resume),
        StopsPerPass = other.StopsPerPass ?? StopsPerPass,
        Quiet = other.Quiet ?? Quiet,
        Exceptions = [.. Exceptions, .. other.Exceptions],
    };
}

/// <summary>How it is weighed that use of an idle machine may resume soon. Null is nothing said; shares in percent (docs/idle.md).</summary>
public sealed record ResumeRules
{
    public static ResumeRules None { get; } = new();

    /// <summary>False and every machine is idle after the same time.</summary>
    public bool? Enabled { get; init; }
    /// <summary>Nothing is warned of sooner.</summary>
    public TimeSpan? MinimumWindow { get; init; }
    /// <summary>No warning is held back for longer.</summary>
    public TimeSpan? LongestWindow { get; init; }
    /// <summary>Of idle runs, which share may be interrupted after the shortest window.</summary>
    public int? Low { get; init; }
    /// <summary>Likewise after the longest.</summary>
    public int? High { get; init; }
    /// <summary>Held back while use within half an hour is more likely.</summary>
    public int? Likely { get; init; }
    /// <summary>Held back while it was in use for a larger share of the last three hours.</summary>
    public int? Busy { get; init; }

    public ResumeRules But(ResumeRules other) => new()
    {
        Enabled = other.Enabled ?? Enabled,
        MinimumWindow = other.MinimumWindow ?? MinimumWindow,
        LongestWindow = other.LongestWindow ?? LongestWindow,
        Low = other.Low ?? Low,
        High = other.High ?? High,
        Likely = other.Likely ?? Likely,
        Busy = other.Busy ?? Busy,
    };
}

/// <summary>Hours, days of the week and holidays on which nobody is expected to work, in a team's time zone.</summary>
/// <param name="From">From this time of each day until <paramref name="To"/>, which is on the next day where it is earlier.</param>
/// <param name="Days">Quiet as a whole.</param>
/// <param name="Holidays">Likewise.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, ImmutableArray<DayOfWeek> Days, ImmutableArray<DateOnly> Holidays)
{
    public bool Include(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        return Days.Contains(local.DayOfWeek)
            || Holidays.Contains(DateOnly.FromDateTime(local.DateTime))
            || TimeOnly.FromDateTime(local.DateTime).IsBetween(From, To);
    }
}

/// <summary>What is not stopped for being idle for a while.</summary>
/// <param name="Machine">Its name; null for any.</param>
/// <param name="Who">E-mail of its owner; null for anybody.</param>
/// <param name="Until">The last day, in the team's time zone.</param>
public sealed record IdleException(string? Machine, string? Who, DateOnly Until, string Reason);
