namespace ChatOps.Core.Reaping.Risk;

/// <summary>
/// How much is risked for idle time. Risked is the interruption: a stop after which use resumes within half an hour. <see cref="Low"/> and
/// <see cref="High"/> are counted in idle runs: 0.01 means that one in a hundred may end so.
/// </summary>
public sealed record ResumeRiskPolicy
{
    public static ResumeRiskPolicy Default { get; } = new();

    /// <summary>Without it every warning is due after <see cref="NormalWindow"/>.</summary>
    public bool Enabled { get; init; } = true;
    public TimeSpan NormalWindow { get; init; } = TimeSpan.FromMinutes(30);
    /// <summary>Nothing is warned of sooner, however unlikely use is.</summary>
    public TimeSpan MinimumWindow { get; init; } = TimeSpan.FromMinutes(5);
    /// <summary>Nothing is held back for longer, however likely use is.</summary>
    public TimeSpan LongestWindow { get; init; } = TimeSpan.FromHours(6);
    /// <summary>What may be risked after the shortest window; it grows with the logarithm of time.</summary>
    public double Low { get; init; } = 0.03;
    /// <summary>What may be risked after the longest.</summary>
    public double High { get; init; } = 0.1;
    /// <summary>Where it is more probable than this that use resumes soon, it is held back, whatever else.</summary>
    public double Likely { get; init; } = 0.5;
    /// <summary>What was in use for more than this share of the last three hours is held back.</summary>
    public double Busy { get; init; } = 0.2;
    /// <summary>Of what owners and blueprints did, and of the hours of use.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(7);
    /// <summary>Of a machine's own idle runs: people work in sessions, and a session has its own rhythm.</summary>
    public TimeSpan SessionHalfLife { get; init; } = TimeSpan.FromHours(6);
    /// <summary>Null for those that come with the product.</summary>
    public ResumeWeights? Weights { get; init; }

    /// <summary>What may be risked after so long: from low to high, on a straight line over the logarithm of both.</summary>
    public double Allowed(TimeSpan idle)
    {
        if (LongestWindow <= MinimumWindow) return High;
        var way = Math.Log(idle / MinimumWindow) / Math.Log(LongestWindow / MinimumWindow);
        return Math.Exp(double.Lerp(Math.Log(Low), Math.Log(High), Math.Clamp(way, 0, 1)));
    }
}

/// <summary>What each of <see cref="ResumeSignals"/> counts for, in log-odds.</summary>
public sealed record ResumeWeights(double Bias, double Idle, double Habit, double Hour, double Recent);
