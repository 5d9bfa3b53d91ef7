using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping.Risk;

namespace ChatOps.Core.Reaping;

/// <summary>What holds for one machine at one moment: its blueprint's limits, where the policy, or its owner, says nothing else.</summary>
public sealed record IdleSettings
{
    /// <summary>For a machine whose blueprint the repository no longer has.</summary>
    private static readonly IdleLimits Usual = new(
        TimeSpan.FromMinutes(30), 5, TimeSpan.FromMinutes(15), IdleAction.Stop, TimeSpan.FromDays(7));

    /// <summary>In quiet hours nobody comes back from lunch.</summary>
    private static readonly TimeSpan QuietWindow = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan UsualKeepOfSnapshots = TimeSpan.FromDays(30);

    private const int UsualCpu = 10;
    private const int UsualKeeps = 3;
    private const int UsualStopsPerPass = 20;

    public required bool Enabled { get; init; }
    public required bool DryRun { get; init; }
    /// <summary>How long it must have done nothing.</summary>
    public required TimeSpan Window { get; init; }
    /// <summary>From which GPU utilization on, in percent, it is in use.</summary>
    public required int Threshold { get; init; }
    /// <summary>From which mean utilization of all cores on, in percent, it is in use.</summary>
    public required int Cpu { get; init; }
    /// <summary>How long after its start it is left alone.</summary>
    public required TimeSpan Grace { get; init; }
    /// <summary>How long before it is stopped its owner is warned.</summary>
    public required TimeSpan Warn { get; init; }
    public required VerdictKind Then { get; init; }
    /// <summary>How long it may stand still before it is deleted.</summary>
    public required TimeSpan DeleteAfter { get; init; }
    /// <summary>How long a snapshot of its disks is kept once it is deleted; null for none.</summary>
    public required TimeSpan? KeepSnapshots { get; init; }
    public required TimeSpan LongestKeep { get; init; }
    public required int Keeps { get; init; }
    public required TimeSpan SilentAfter { get; init; }
    /// <summary>How likely it may be that use resumes.</summary>
    public required ResumeRiskPolicy Risk { get; init; }
    /// <summary>Nobody is expected to work now.</summary>
    public required bool IsQuiet { get; init; }
    /// <summary>What excepts it from all this today; null for nothing.</summary>
    public IdleException? Exception { get; init; }

    public static IdleSettings For(Machine machine, Blueprint? blueprint, Policy policy, DateTimeOffset now)
    {
        var (limits, team) = (blueprint?.Idle ?? Usual, policy.Team(machine.Team));
        var rules = team is null ? policy.Idle : policy.IdleOf(team);
        var zone = team is null ? policy.TimeZone : policy.ZoneOf(team);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var isQuiet = rules.Quiet?.Include(now, zone) ?? false;
        var window = Shorter(rules.Window ?? limits.Window, machine.IdleAfter);
        return new IdleSettings
        {
            Enabled = rules.Enabled ?? true,
            DryRun = rules.DryRun ?? false,
            Window = isQuiet ? Shorter(window, QuietWindow) : window,
            Threshold = rules.Threshold ?? limits.Threshold,
            Cpu = rules.Cpu ?? UsualCpu,
            Grace = limits.Grace,
            Warn = rules.Warn ?? TimeSpan.FromMinutes(10),
            Then = limits.Then switch { IdleAction.Stop => VerdictKind.Stop, IdleAction.Delete => VerdictKind.Delete, IdleAction.Warn => VerdictKind.Warn },
            DeleteAfter = limits.DeleteAfter,
            KeepSnapshots = rules.Snapshot == true ? rules.KeepSnapshots ?? UsualKeepOfSnapshots : null,
            LongestKeep = rules.LongestKeep ?? TimeSpan.FromHours(4),
            Keeps = rules.Keeps ?? UsualKeeps,
            SilentAfter = rules.SilentAfter ?? TimeSpan.FromMinutes(20),
            // Who said how long is not kept waiting, and in quiet hours nobody is waited for.
            Risk = RiskOf(rules.Resume, window, isFixed: machine.IdleAfter is not null || isQuiet),
            IsQuiet = isQuiet,
            Exception = rules.Exceptions.FirstOrDefault(exception => today <= exception.Until
                && (exception.Machine is null || exception.Machine == machine.Name) && (exception.Who is null || exception.Who == machine.Owner)),
        };
    }

    /// <summary>Of all teams together.</summary>
    public static int StopsPerPass(Policy policy) => policy.Idle.StopsPerPass ?? UsualStopsPerPass;

    /// <summary>How long a press of Keep keeps a machine that was kept before: half of the time before it, and none after so many.</summary>
    public TimeSpan? KeepFor(TimeSpan asked, int keptBefore)
    {
        if (keptBefore >= Keeps) return null;
        var halved = Shorter(asked, LongestKeep) / Math.Pow(2, keptBefore);
        return TimeSpan.FromMinutes(Math.Ceiling(halved.TotalMinutes));
    }

    private static ResumeRiskPolicy RiskOf(ResumeRules rules, TimeSpan window, bool isFixed)
    {
        var usual = ResumeRiskPolicy.Default;
        var longest = rules.LongestWindow ?? usual.LongestWindow;
        return usual with
        {
            Enabled = rules.Enabled ?? true,
            NormalWindow = window,
            MinimumWindow = Shorter(rules.MinimumWindow ?? usual.MinimumWindow, window),
            LongestWindow = isFixed ? Shorter(longest, window) : longest,
            Low = rules.Low / 100.0 ?? usual.Low,
            High = rules.High / 100.0 ?? usual.High,
            Likely = rules.Likely / 100.0 ?? usual.Likely,
            Busy = rules.Busy / 100.0 ?? usual.Busy,
        };
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan? other) => other < one ? other.Value : one;
}
