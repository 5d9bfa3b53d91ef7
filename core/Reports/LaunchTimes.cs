using ChatOps.Core.Approvals;
using ChatOps.Core.Metering;

namespace ChatOps.Core.Reports;

/// <summary>How launches went that were ordered in a period.</summary>
/// <param name="Count">All of them, whatever became of them.</param>
/// <param name="Failed">Those that never ran because something went wrong.</param>
/// <param name="OnTheirWay">Those of which it is still to be seen.</param>
/// <param name="Ready">From the order, or its approval, to Running; null where none ran.</param>
/// <param name="Queued">From the order until Azure began to make the VM that it became: long where there was no room. Null where there was none.</param>
/// <param name="Approvals">From asking to the decision, of requests of any kind that were decided in the period; null where none was.</param>
public sealed record LaunchTimes(int Count, int Failed, int OnTheirWay, Spread? Ready, Spread? Queued, Spread? Approvals)
{
    /// <summary>Within which a machine is to be ready.</summary>
    public static readonly TimeSpan Goal = TimeSpan.FromMinutes(15);

    public static LaunchTimes Of(IReadOnlyCollection<LaunchRecord> launches, IEnumerable<EndedRequest> requests) => new(
        launches.Count,
        launches.Count(launch => launch.Failed),
        launches.Count(launch => launch.IsOnItsWay),
        Spread.Of(launches.Select(launch => launch.ReadyAt - launch.LaunchedAt).OfType<TimeSpan>()),
        Spread.Of(launches.Select(launch => launch.PlacedAt - launch.LaunchedAt).OfType<TimeSpan>()),
        Spread.Of(requests.Where(request => request.State is RequestState.Granted or RequestState.Denied).Select(request => request.Waited)));
}

/// <summary>
/// Times by their nearest rank: of n in ascending order, P percent are within the one that stands at P × n / 100, rounded up. It is always one
/// that was measured.
/// </summary>
/// <param name="Half">Half of them took no longer.</param>
/// <param name="Most">95 percent of them took no longer.</param>
public sealed record Spread(int Count, TimeSpan Half, TimeSpan Most)
{
    /// <summary>Null of none.</summary>
    public static Spread? Of(IEnumerable<TimeSpan> times) =>
        times.Order().ToList() is { Count: > 0 } sorted ? new Spread(sorted.Count, Within(sorted, 50), Within(sorted, 95)) : null;

    private static TimeSpan Within(List<TimeSpan> sorted, int percent) => sorted[((percent * sorted.Count) + 99) / 100 - 1];
}
