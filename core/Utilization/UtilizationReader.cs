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
        var sheet = await costs.OfTeamsAsync(teams, week < begin ? week : begin, end, cancellationToken);
        var (stored, days, missing) = await StoredAsync(sheet, cancellationToken);
        var asked = await AskAsync(missing, cancellationToken);
        var (whole, lately) = (stored.And(asked.Sheet), days.Concat(asked.Days).Where(day => day.End > week));
        return whole.Within(begin, end) with
        {
            Oversized = OversizedIn(whole.Within(week, end), begin, lately, await prices.NowAsync(cancellationToken)),
        };
    }

    /// <summary>What was added up already of what was used, without what was bigger than needed; and what of it was not, which is in no part.</summary>
    public async Task<(UtilizationSheet Sheet, IReadOnlyList<UseDay> Days, CostSheet Missing)> StoredAsync(
        CostSheet sheet, CancellationToken cancellationToken)
    {
        var on = sheet.Records.Where(record => record.GpuHours > 0).ToLookup(record => record.Team);
        var days = new List<UseDay>();
        foreach (var some in on.Select(team => team.Key).Chunk(CostReader.AtOnce))
            foreach (var own in await Task.WhenAll(some.Select(team => DaysAsync(team, sheet.Begin, sheet.End, cancellationToken)))) days.AddRange(own);
        var last = on.ToDictionary(team => team.Key, team => CalendarDay.Of(sheet.End.AddTicks(-1), policy.Now.ZoneOf(team.Key)));
        var stored = days.Where(day => day.End >= sheet.End).Select(day => (day.Machine, day.Date)).ToHashSet();
        var (known, missing) = (new List<UsageRecord>(), new List<UsageRecord>());
        foreach (var record in on.SelectMany(team => team))
        {
            var day = last[record.Team];
            if (record.To <= day.Begin || stored.Contains((record.Machine, day.Date)))
            {
                known.Add(record);
                continue;
            }
            if (record.Within(sheet.Begin, day.Begin) is { } before) known.Add(before);
            if (record.Within(day.Begin, sheet.End) is { } within) missing.Add(within);
        }
        return (UtilizationSheet.Of(sheet with { Records = [.. known] }, days), days, sheet with { Records = [.. missing] });
    }

    /// <summary>
    /// Of what was not added up: the last day of a period is not over as a rule. It is asked of the metrics, once for all teams that have the same day.
    /// </summary>
    public async Task<(UtilizationSheet Sheet, IReadOnlyList<UseDay> Days)> AskAsync(CostSheet missing, CancellationToken cancellationToken)
    {
        var (days, unknownFrom) = (new List<UseDay>(), (DateTimeOffset?)null);
        foreach (var own in missing.Records.GroupBy(record => CalendarDay.Of(missing.End.AddTicks(-1), policy.Now.ZoneOf(record.Team))))
        {
            var day = own.Key with { End = own.Key.End < missing.End ? own.Key.End : missing.End };
            if (await DayAsync(day, [.. own], cancellationToken) is { } asked) days.AddRange(asked);
            else unknownFrom = unknownFrom < day.Begin ? unknownFrom : day.Begin;
        }
        return (UtilizationSheet.Of(missing, days) with { UnknownFrom = unknownFrom }, days);
    }

    private async Task<List<UseDay>> DaysAsync(string team, DateTimeOffset from, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var zone = policy.Now.ZoneOf(team);
        var (first, last) = (CalendarDay.Of(from, zone).Date, CalendarDay.Of(end.AddTicks(-1), zone).Date);
        return await store.OfAsync(team, first, last, cancellationToken).ToListAsync(cancellationToken);
    }

    /// <summary>Null where the metrics cannot be read, or not soon.</summary>
    private async Task<IEnumerable<UseDay>?> DayAsync(CalendarDay day, List<UsageRecord> records, CancellationToken cancellationToken)
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
