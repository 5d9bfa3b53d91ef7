using ChatOps.Core.Machines;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Actuals;

/// <summary>Reads once a day what Azure billed. The last week is read anew each time, because Azure corrects it.</summary>
public sealed class ActualReading(IActualCosts costs, ActualStore store, TimeProvider time, ILogger<ActualReading> log)
{
    private const int Anew = 7;

    /// <summary>How far back it goes for what it has not read, or not late enough: as much as one question may be about.</summary>
    private const int Farthest = 30;

    /// <summary>It may be called as often as one likes. What cannot be read now is tried again with the next call.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var yesterday = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        // Written last, and by nobody before this day has begun.
        if (await store.FindAsync(yesterday, cancellationToken) is not null) return;
        var from = await FromAsync(yesterday, cancellationToken);
        try
        {
            var read = (await costs.ReadAsync(from, yesterday, cancellationToken)).ToLookup(cost => cost.Day);
            await store.KeepAsync(Days(from, yesterday).Select(day => new ActualDay(day, now, [.. read[day]])), cancellationToken);
            Log.ActualsRead(log, from, yesterday, read.Count);
        }
        catch (CloudFaultException e)
        {
            Log.ActualsUnread(log, e.Fault.Code, e.Fault.Message);
        }
    }

    /// <summary>The first day of the last weeks that is not settled yet, and a week in any case.</summary>
    private async Task<DateOnly> FromAsync(DateOnly yesterday, CancellationToken cancellationToken)
    {
        var (first, latest) = (yesterday.AddDays(1 - Farthest), yesterday.AddDays(1 - Anew));
        var known = new HashSet<DateOnly>();
        foreach (var month in Days(first, latest).DistinctBy(day => (day.Year, day.Month)))
            known.UnionWith((await store.OfMonthAsync(month, cancellationToken)).Where(day => day.IsSettled).Select(day => day.Day));
        return Days(first, latest).FirstOrDefault(day => !known.Contains(day), latest);
    }

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1)) yield return day;
    }
}
