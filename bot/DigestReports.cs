using ChatOps.Bot.Cards;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Reports;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>
/// Brings each team's channel a card about the day before, at nine where the team is, and each admin one about the whole organisation. Whoever has
/// just come into the policy is told from the next morning on. A card has a key of its own, and that it was told is written once it was: what is
/// shown again edits it.
/// </summary>
public sealed class DigestReports(
    SubscriptionStore store, SpendReporting reporting, IChannel channel, LivePolicy live, TimeProvider time, ILogger<DigestReports> log)
{
    public async Task DeliverAsync(CancellationToken cancellationToken)
    {
        if (!channel.IsConnected) return;
        var (now, policy, known) = (time.GetUtcNow(), live.Now, await store.AllAsync(cancellationToken));
        foreach (var team in policy.Teams)
        {
            await DeliverAsync(
                new Recipient(team.Name, policy.ZoneOf(team), (key, card) => ShowAsync(team, key, card, cancellationToken)),
                known.GetValueOrDefault(team.Name), period => reporting.OfAsync(team, period, now, cancellationToken), policy, now, cancellationToken);
        }
        var reports = new Dictionary<CostPeriod, SpendReport>();
        foreach (var admin in policy.Admins)
        {
            await DeliverAsync(
                new Recipient(admin, policy.TimeZone, (key, card) => channel.ShowAsync([admin], key, card, log, cancellationToken)),
                known.GetValueOrDefault(admin), OfAllAsync, policy, now, cancellationToken);
        }

        async Task<SpendReport> OfAllAsync(CostPeriod period) => reports.TryGetValue(period, out var read)
            ? read
            : reports[period] = await reporting.OfAllAsync(period, now, cancellationToken);
    }

    /// <summary>What goes wrong with one of them holds up nobody else.</summary>
    private async Task DeliverAsync(
        Recipient to, StoredSubscription? known, Func<CostPeriod, Task<SpendReport>> report, Policy policy, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var latest = DigestTimes.LatestDay(now, to.Zone);
        var subscription = known?.Subscription ?? new Subscription(DigestPace.Daily, latest);
        if (known is not null && latest <= subscription.Told) return;
        try
        {
            foreach (var period in DigestTimes.Due(subscription.Told, subscription.Pace, now, to.Zone))
            {
                var missed = period.IsWholeDay && subscription.Told.AddDays(1) is var next && next < latest ? next : (DateOnly?)null;
                var told = await report(period);
                // Its days have said so.
                if (told.IsQuiet && !period.IsWholeDay && subscription.Pace == DigestPace.Daily) continue;
                var card = DigestCards.Build(told, missed);
                if (!await to.ShowAsync($"digest-{to.Name}-{period.Word}", card)) return;
            }
            await store.KeepAsync(to.Name, known, subscription with { Told = latest }, cancellationToken);
        }
        catch (BusyConversationException e)
        {
            Log.Unreachable(log, $"digest-{to.Name}", e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Undelivered(log, $"digest-{to.Name}", e);
        }
    }

    /// <summary>In its channel, in each chat that has it; to its managers where none has.</summary>
    private async Task<bool> ShowAsync(Team team, string key, Card card, CancellationToken cancellationToken) =>
        (team.Channel is { } name && await channel.ShowInChannelAsync(name, key, card, log, cancellationToken))
        || await channel.ShowAsync(team.Managers, key, card, log, cancellationToken);

    /// <param name="Name">As its row is called.</param>
    private sealed record Recipient(string Name, TimeZoneInfo Zone, Func<string, Card, Task<bool>> ShowAsync);
}
