using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Metrics;
using ChatOps.Core.People;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Utilization;

/// <summary>
/// Adds up what machines' GPUs did on each day that is over, where each team is: as soon as it is over, and once more when all that comes late must
/// be there. Adding up again gives the same rows. A day that cannot be had is tried again each time, for as long as it is one of the last three.
/// </summary>
/// <param name="metrics">Null where nothing is measured.</param>
public sealed class UseMeter(UseStore store, IMachineMetrics? metrics, CostReader costs, LivePolicy policy, TimeProvider time, ILogger<UseMeter> log)
{
    private const int DaysBack = 3;

    /// <summary>An agent that could not send for longer than that has given up much of what it had; see docs/metrics.md.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromHours(6);

    /// <summary>Days of which nothing more is to be done.</summary>
    private readonly HashSet<CalendarDay> _done = [];

    /// <summary>The first moment after this one at which there is something to add up.</summary>
    public static DateTimeOffset NextAfter(DateTimeOffset at, Policy policy) => Zones(policy)
        .Select(zone => CalendarDay.Of(at, zone))
        .Min(day => day.Begin + Late is var late && late > at ? late : day.End);

    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        if (metrics is null) return;
        var (now, rules) = (time.GetUtcNow(), policy.Now);
        var over = Zones(rules).SelectMany(zone => Over(now, zone)).Distinct().Where(day => !_done.Contains(day)).OrderBy(day => day.Begin).ToList();
        foreach (var day in over)
        {
            var at = await store.SummedAtAsync(day, cancellationToken);
            if (at is null || (at < day.End + Late && now >= day.End + Late)) at = await SumAsync(metrics, day, rules, now, cancellationToken);
            if (at >= day.End + Late) _done.Add(day);
        }
        _done.RemoveWhere(day => day.End < now.AddDays(-DaysBack - 1));
    }

    /// <returns>When that was; null where the metrics cannot be read.</returns>
    private async Task<DateTimeOffset?> SumAsync(
        IMachineMetrics measured, CalendarDay day, Policy rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sheet = await costs.OfTeamsAsync(null, day.Begin, day.End, cancellationToken);
        var records = sheet.Records.Where(record => CalendarDay.Of(day.Date, rules.ZoneOf(record.Team)) == day).ToList();
        try
        {
            var days = await DaysAsync(measured, day, records, cancellationToken);
            foreach (var own in days) await store.PutAsync(own.Key, day.Date, [.. own], cancellationToken);
            await store.NoteSumAsync(day, now, cancellationToken);
            return now;
        }
        catch (CloudFaultException e)
        {
            Log.NotSummed(log, day.Date, e.Fault.Kind, e.Fault.Code, e.Fault.Message);
            return null;
        }
    }

    /// <summary>What machines did on a day, by team.</summary>
    /// <param name="records">What they were billed for on it; of no others it is asked.</param>
    /// <exception cref="CloudFaultException">The metrics cannot be read.</exception>
    internal static async Task<ILookup<string, UseDay>> DaysAsync(
        IMachineMetrics metrics, CalendarDay day, IEnumerable<UsageRecord> records, CancellationToken cancellationToken)
    {
        var on = records.Where(record => record.GpuHours > 0).GroupBy(record => (record.Machine, record.Team)).ToList();
        var sums = on.Count == 0
            ? ImmutableDictionary<MachineId, ImmutableArray<GpuUse>>.Empty
            : await metrics.SumAsync(day.Begin, day.End, [.. on.Select(own => own.Key.Machine).Distinct()], cancellationToken);
        return on.Where(own => sums.ContainsKey(own.Key.Machine)).ToLookup(own => own.Key.Team, own => new UseDay
        {
            Machine = own.Key.Machine,
            Date = day.Date,
            Begin = day.Begin,
            End = day.End,
            GpuHours = own.Sum(record => record.GpuHours),
            Gpus = sums[own.Key.Machine],
        });
    }

    private static IEnumerable<CalendarDay> Over(DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = CalendarDay.Of(now, zone).Date;
        return Enumerable.Range(1, DaysBack).Select(back => CalendarDay.Of(today.AddDays(-back), zone));
    }

    private static IEnumerable<TimeZoneInfo> Zones(Policy policy) => policy.Teams.Select(policy.ZoneOf).Append(policy.TimeZone).Distinct();
}
