using System.Collections.Immutable;
using System.Globalization;
using ChatOps.Bot.Cards;
using ChatOps.Core.Actuals;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>
/// Tells the admins where Azure bills another amount than was estimated: a card for each team and run of days, edited as the run goes on, and where
/// Azure corrects it. It is looked at once for each reading.
/// </summary>
public sealed class ActualReports(
    Reconciling reconciling, ActualStore store, IChannel channel, LivePolicy policy, TimeProvider time, ILogger<ActualReports> log)
{
    /// <summary>Older days are not read anew, so that nothing becomes of them any more.</summary>
    private const int DaysBack = 10;

    public async Task DeliverAsync(CancellationToken cancellationToken)
    {
        var yesterday = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-1);
        if (await store.FindAsync(yesterday, cancellationToken) is not { ReadAt: var readAt }) return;
        var before = await store.ToldAsync(cancellationToken);
        if (before.ReadAt == readAt) return;
        var (told, isAllTold) = (ImmutableArray.CreateBuilder<ToldDeviation>(), true);
        foreach (var first in new[] { yesterday.AddDays(-DaysBack), yesterday }.DistinctBy(day => (day.Year, day.Month)))
        {
            var month = Month.Of(new DateOnly(first.Year, first.Month, 1), TimeZoneInfo.Utc);
            var all = await reconciling.OfAsync(team: null, month, time.GetUtcNow(), cancellationToken);
            var known = before.All.Where(one => one.First >= month.First && one.First < month.First.AddMonths(1)).ToList();
            foreach (var off in all.Deviations)
            {
                var same = known.Find(one => one.Team == off.Team && one.First <= off.Last && one.Last >= off.First);
                if (same is not null) known.RemoveAll(one => one.Team == off.Team && one.First <= off.Last && one.Last >= off.First);
                var now = new ToldDeviation(same?.Key ?? KeyOf(off), off.Team, off.First, off.Last, Shown(off));
                var isTold = now == same || await ShowAsync(now.Key, ActualCards.Off(off, all.Currency, policy.Now), cancellationToken);
                if ((isTold ? now : same) is { } kept) told.Add(kept);
                isAllTold &= isTold;
            }
            foreach (var gone in known)
            {
                if (await ShowAsync(gone.Key, ActualCards.Settled(gone, policy.Now), cancellationToken)) continue;
                told.Add(gone);
                isAllTold = false;
            }
        }
        await store.KeepToldAsync(new ToldDeviations(isAllTold ? readAt : before.ReadAt, told.ToImmutable()), cancellationToken);
    }

    private Task<bool> ShowAsync(string key, Card card, CancellationToken cancellationToken) =>
        channel.ShowAsync(policy.Now.Admins, key, card, log, cancellationToken);

    private static string KeyOf(Deviation off) => $"actuals-{off.Team}-{off.First:yyyyMMdd}";

    private static string Shown(Deviation off) => string.Join(' ', off.Days.Select(day =>
        string.Create(CultureInfo.InvariantCulture, $"{day.Day:yyyy-MM-dd}:{day.Estimated:0.00}:{day.Actual:0.00}")));
}
