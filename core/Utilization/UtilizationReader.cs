using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Metrics;
using ChatOps.Core.People;
using ChatOps.Core.Prices;

namespace ChatOps.Core.Utilization;

/// <summary>What machines' GPUs have done, read at the moment of the question: past days as they were added up, the last one from the metrics.</summary>
/// <param name="metrics">Null where nothing is measured.</param>
public sealed class UtilizationReader(
    CostReader costs, UseStore store, IMachineMetrics? metrics, BlueprintCatalog blueprints, LivePrices prices, LivePolicy policy)
{
    /// <summary>A chat does not wait for long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Whether anything is measured at all.</summary>
    public bool IsMeasuring => metrics is not null;

    /// <param name="teams">By name; null for all that there are or ever were.</param>
    /// <param name="end">Not in the future.</param>
    public async Task<UtilizationSheet> OfTeamsAsync(
        IEnumerable<string>? teams, DateTimeOffset begin, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var week = end - Oversized.Week;
        var (whole, days) = await MeasuredAsync(await costs.OfTeamsAsync(teams, week < begin ? week : begin, end, cancellationToken), cancellationToken);
        return whole.Within(begin, end) with
        {
            Oversized = OversizedIn(whole.Within(week, end), begin, days.Where(day => day.End > week), await prices.NowAsync(cancellationToken)),
        };
    }

    /// <summary>Of what was used, without what was bigger than needed.</summary>
    public async Task<UtilizationSheet> OfAsync(CostSheet sheet, CancellationToken cancellationToken) =>
        (await MeasuredAsync(sheet, cancellationToken)).Sheet;

    private async Task<(UtilizationSheet Sheet, List<UseDay> Days)> MeasuredAsync(CostSheet sheet, CancellationToken cancellationToken)
    {
        var on = sheet.Records.Where(record => record.GpuHours > 0).ToLookup(record => record.Team);
        var days = new List<UseDay>();
        foreach (var some in on.Select(team => team.Key).Chunk(CostReader.AtOnce))
            foreach (var own in await Task.WhenAll(some.Select(team => StoredAsync(team, sheet.Begin, sheet.End, cancellationToken)))) days.AddRange(own);
        DateTimeOffset? unknownFrom = null;
        var stored = days.Select(day => (day.Machine, day.Date)).ToHashSet();
        foreach (var (day, records) in Missing(on, stored, sheet.End))
        {
            if (await AskAsync(day, records, cancellationToken) is { } asked) days.AddRange(asked);
            else unknownFrom = unknownFrom < day.Begin ? unknownFrom : day.Begin;
        }
        return (UtilizationSheet.Of(sheet, days) with { UnknownFrom = unknownFrom }, days);
    }

    private async Task<List<UseDay>> StoredAsync(string team, DateTimeOffset from, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var zone = policy.Now.ZoneOf(team);
        var (first, last) = (CalendarDay.Of(from, zone).Date, CalendarDay.Of(end.AddTicks(-1), zone).Date);
        return await store.OfAsync(team, first, last, cancellationToken).ToListAsync(cancellationToken);
    }

    /// <summary>The last day of a period is not over as a rule, or was not added up yet: what was on then and is in no row.</summary>
    private IEnumerable<(CalendarDay Day, List<UsageRecord> Records)> Missing(
        ILookup<string, UsageRecord> on, HashSet<(MachineId, DateOnly)> stored, DateTimeOffset end) => on
        .GroupBy(team => CalendarDay.Of(end.AddTicks(-1), policy.Now.ZoneOf(team.Key)))
        .Select(own => (Day: own.Key with { End = own.Key.End < end ? own.Key.End : end }, Teams: own))
        .Select(own => (own.Day, Records: own.Teams.SelectMany(team => team)
            .Select(record => record.Within(own.Day.Begin, own.Day.End)).OfType<UsageRecord>()
            .Where(record => !stored.Contains((record.Machine, own.Day.Date))).ToList()))
        .Where(own => own.Records.Count > 0);

    /// <summary>Null where the metrics cannot be read, or not soon.</summary>
    private async Task<IEnumerable<UseDay>?> AskAsync(CalendarDay day, List<UsageRecord> records, CancellationToken cancellationToken)
    {
        if (metrics is null) return [];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return (await UseMeter.DaysAsync(metrics, day, records, patience.Token)).SelectMany(team => team);
        }
        catch (Exception e) when (e is CloudFaultException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private ImmutableArray<Oversized> OversizedIn(UtilizationSheet week, DateTimeOffset begin, IEnumerable<UseDay> days, PriceBook book)
    {
        var measured = days.ToLookup(day => day.Machine);
        return
        [
            .. week.Parts.GroupBy(part => part.Record.Machine)
                .Where(parts => parts.Any(part => part.Record.To > begin) && measured[parts.Key].Any())
                .Select(parts => (Parts: parts.ToList(), Days: measured[parts.Key].ToList()))
                .Select(one => Oversized.Of(one.Parts, one.Days, week.End, blueprints.Find(one.Parts[^1].Record.Blueprint), book))
                .OfType<Oversized>()
                .OrderByDescending(one => one.SavedPerMonth.Amount).ThenBy(one => one.Machine.Name, StringComparer.Ordinal),
        ];
    }
}
