using ChatOps.Core.Reports;
using ChatOps.Core.Utilization;

namespace ChatOps.Core.Alerts;

/// <summary>All that the rules may look at: a day that is over, and the week that ended with it, of a team or of all.</summary>
/// <param name="Week">What the GPUs did in it; null where nothing is measured.</param>
public sealed record AlertCase(SpendReport Day, UtilizationLine? Week)
{
    /// <summary>Whose it is, as it is typed.</summary>
    public string Whose => Day.Team?.Name ?? "all";

    public DateOnly Date => Day.Days[^1].Day;
}
