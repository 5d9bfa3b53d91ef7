namespace ChatOps.Simulation.Traces;

/// <summary>What a policy did with a series, or, added up, with several.</summary>
public readonly record struct ReplayOutcome
{
    /// <summary>What the series covers.</summary>
    public int Minutes { get; init; }
    /// <summary>Without use.</summary>
    public int Idle { get; init; }
    /// <summary>What somebody who knows the future would reclaim of idle runs longer than half an hour, with a restart after each.</summary>
    public int Reclaimable { get; init; }
    /// <summary>In which it was off, less the restart where use resumed.</summary>
    public int Reclaimed { get; init; }
    /// <summary>In which it was off.</summary>
    public int Off { get; init; }
    public int Warnings { get; init; }
    public int Stops { get; init; }
    /// <summary>Stops after which use resumed within a quarter of an hour.</summary>
    public int Resumed15 { get; init; }
    /// <summary>Within half an hour: false stops.</summary>
    public int Resumed30 { get; init; }
    public int Resumed60 { get; init; }
    /// <summary>Stops in a minute of use.</summary>
    public int InUse { get; init; }

    public double Hours => Minutes / 60.0;

    /// <summary>Can be more than all, because short idle runs are not expected.</summary>
    public double Share => Reclaimable == 0 ? double.NaN : (double)Reclaimed / Reclaimable;

    public double Per1000Hours(int stops) => Minutes == 0 ? 0 : stops * 1000.0 / Hours;

    public static ReplayOutcome Of(TraceSeries series)
    {
        var (idle, reclaimable) = (0, 0);
        foreach (var (begin, end) in series.IdleRuns())
        {
            idle += end - begin;
            if (end - begin > Replayer.Worthwhile) reclaimable += Worth(series, begin, end);
        }
        return new ReplayOutcome { Minutes = series.Utilization.Length, Idle = idle, Reclaimable = reclaimable };
    }

    /// <param name="minute">The last minute in which it was on.</param>
    public ReplayOutcome Stopped(TraceSeries series, int minute)
    {
        var use = series.NextUse(minute + 1);
        var away = use < series.End ? use - minute : int.MaxValue;
        return this with
        {
            Stops = Stops + 1,
            InUse = InUse + (series.UsedAt(minute) ? 1 : 0),
            Off = Off + use - minute - 1,
            Reclaimed = Reclaimed + Worth(series, minute + 1, use),
            Resumed15 = Resumed15 + (away <= 15 ? 1 : 0),
            Resumed30 = Resumed30 + (away <= 30 ? 1 : 0),
            Resumed60 = Resumed60 + (away <= 60 ? 1 : 0),
        };
    }

    public static ReplayOutcome operator +(ReplayOutcome one, ReplayOutcome other) => new()
    {
        Minutes = one.Minutes + other.Minutes,
        Idle = one.Idle + other.Idle,
        Reclaimable = one.Reclaimable + other.Reclaimable,
        Reclaimed = one.Reclaimed + other.Reclaimed,
        Off = one.Off + other.Off,
        Warnings = one.Warnings + other.Warnings,
        Stops = one.Stops + other.Stops,
        Resumed15 = one.Resumed15 + other.Resumed15,
        Resumed30 = one.Resumed30 + other.Resumed30,
        Resumed60 = one.Resumed60 + other.Resumed60,
        InUse = one.InUse + other.InUse,
    };

    public static ReplayOutcome Sum(IEnumerable<ReplayOutcome> outcomes) => outcomes.Aggregate(default(ReplayOutcome), (sum, one) => sum + one);

    private static int Worth(TraceSeries series, int begin, int end) =>
        end < series.End ? Math.Max(0, end - begin - Replayer.Restart) : end - begin;
}
