using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Core.Alerts;
using ChatOps.Core.Approvals;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Reports;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>
/// Tells a team's managers, and the admins of what is about all teams, what ought not to be: once for each cause. That it was told is written
/// once it was; until then it is told again, which edits the same card.
/// </summary>
public sealed class AlertReports(
    AlertStore store, SpendReporting reporting, ApprovalStore requests, MachineStore machines, LivePrices prices, IChannel channel, LivePolicy live,
    TimeProvider time, ILogger<AlertReports> log)
{
    public async Task DeliverAsync(CancellationToken cancellationToken)
    {
        if (!channel.IsConnected) return;
        await DaysAsync(cancellationToken);
        await WaitsAsync(cancellationToken);
    }

    /// <summary>Of prices, once their list was read.</summary>
    public async Task DeliverPricesAsync(CancellationToken cancellationToken)
    {
        if (channel.IsConnected && await prices.KeptAsync(cancellationToken) is { } kept && PriceAlerts.Of(kept) is { } changed)
            await TellAsync(AlertStore.All, live.Now.Admins, changed, cancellationToken);
    }

    /// <summary>Each day that is over is looked at once, when it is told of: by then what GPUs did on it is known.</summary>
    private async Task DaysAsync(CancellationToken cancellationToken)
    {
        var (policy, looked) = (live.Now, await store.LookedAsync(cancellationToken));
        foreach (var team in policy.Teams)
            await DayAsync(team.Name, team, team.Managers, policy.ZoneOf(team), looked, cancellationToken);
        await DayAsync(AlertStore.All, null, policy.Admins, policy.TimeZone, looked, cancellationToken);
    }

    /// <summary>What goes wrong with one of them holds up nobody else. Who has just come into the policy is looked at from the next day on.</summary>
    private async Task DayAsync(
        string whose, Team? team, IReadOnlyCollection<string> tell, TimeZoneInfo zone, IReadOnlyDictionary<string, DateOnly> looked,
        CancellationToken cancellationToken)
    {
        var (now, isKnown) = (time.GetUtcNow(), looked.TryGetValue(whose, out var last));
        var day = DigestTimes.LatestDay(now, zone);
        if (isKnown && last >= day) return;
        try
        {
            if (!isKnown || await TellDayAsync(whose, team, tell, day, zone, now, cancellationToken))
                await store.LookAsync(whose, day, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Undelivered(log, $"alerts-{whose}", e);
        }
    }

    /// <returns>False where somebody is still to be told.</returns>
    private async Task<bool> TellDayAsync(
        string whose, Team? team, IReadOnlyCollection<string> tell, DateOnly day, TimeZoneInfo zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var period = CostPeriod.Day(day, zone);
        var report = team is null
            ? await reporting.OfAllAsync(period, now, cancellationToken)
            : await reporting.OfAsync(team, period, now, cancellationToken);
        var isTold = true;
        foreach (var alert in AlertRules.Of(report)) isTold &= await TellAsync(whose, tell, alert, cancellationToken);
        return isTold;
    }

    private async Task WaitsAsync(CancellationToken cancellationToken)
    {
        var (policy, now) = (live.Now, time.GetUtcNow());
        await foreach (var request in requests.OpenAsync(cancellationToken))
            if (WaitAlerts.Of(request, now) is { } alert)
                await TellAsync(request.Team, Who(policy, request), alert, cancellationToken);
        await foreach (var machine in machines.LiveAsync(cancellationToken))
            if (WaitAlerts.Of(machine, now) is { } alert)
                await TellAsync(machine.Team, [.. ManagersOf(policy, machine.Team).Union(policy.Admins)], alert, cancellationToken);
    }

    /// <summary>Nobody decides their own; where the admins are asked as well by now, they have just heard of it.</summary>
    private static List<string> Who(Policy policy, ApprovalRequest request) =>
        [.. ManagersOf(policy, request.Team).Union(request.IsEscalated ? [] : policy.Admins).Where(email => email != request.Requester)];

    private static ImmutableArray<string> ManagersOf(Policy policy, string team) => policy.Team(team)?.Managers ?? [];

    private async Task<bool> TellAsync(string whose, IReadOnlyCollection<string> tell, Alert alert, CancellationToken cancellationToken)
    {
        if (await store.IsToldAsync(whose, alert.Cause, cancellationToken)) return true;
        if (!await channel.ShowAsync(tell, $"alert-{whose}-{alert.Cause}", AlertCard.Build(alert), log, cancellationToken)) return false;
        await store.TellAsync(whose, alert.Cause, cancellationToken);
        return true;
    }
}
