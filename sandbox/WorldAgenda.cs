using ChatOps.Core.Alerts;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Reaping.Rules;
using ChatOps.Core.Reports;
using ChatOps.Core.State;
using ChatOps.Core.Utilization;
using ChatOps.Functions;

namespace ChatOps.Sandbox;

/// <summary>
/// When each chore is due. A sweep comes each minute; here those in which nothing would happen are left out, and one comes
/// whenever a machine or a request is due, so that nobody has to count minutes. Likewise nothing is metered while no budget grows less and
/// no day is to be added up, and nobody looks for what is idle while nothing runs.
/// The audit is sealed by who reads it: that nobody did it before, nobody sees.
/// </summary>
internal sealed class WorldAgenda(Func<string, ITable> tables, MachineStore machines, TimeProvider time, bool isMeasured)
{
    private readonly PoisonStore _poison = new(tables("poison"), machines);
    private readonly PolicyStore _policies = new(tables("policy"));
    private readonly SubscriptionStore _subscriptions = new(tables("digests"));
    private readonly AlertStore _alerts = new(tables("alerts"));
    private readonly ApprovalStore _approvals = new(tables("approvals"), new NudgeQueue());
    private readonly Dictionary<string, DateTimeOffset> _done = [];

    /// <summary>Whether what machines do is measured: else nothing that runs is ever idle.</summary>
    public bool IsMeasured { get; } = isMeasured;

    public void Done(Chore chore) => _done[chore.Name] = time.GetUtcNow();

    public async Task<IReadOnlyList<(Chore Chore, DateTimeOffset At)>> ReadAsync(Product product, CancellationToken cancellationToken)
    {
        var (sweep, meter, digest, reap) = (DateTimeOffset.MaxValue, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        await foreach (var machine in machines.LiveAsync(cancellationToken))
        {
            sweep = Min(sweep, machine.DueAt);
            reap = Min(reap, NextReap(product, machine));
            if (IsMeasured && machine is { Spot: true, Phase: Phase.Running }) sweep = Min(sweep, ByTheClock(product.Sweep));
            if (machine.IsStarting) digest = Min(digest, UnlessDone(product.Digest, machine.LaunchedAt + WaitAlerts.TooLong));
            if (machine.BilledSince is not null && HasBudget(product, machine.Team)) meter = ByTheClock(product.Meter);
        }
        if (IsMeasured) meter = Min(meter, NextSum(product));
        await foreach (var request in _approvals.OpenAsync(cancellationToken))
        {
            sweep = Min(sweep, request.DueAt);
            digest = Min(digest, UnlessDone(product.Digest, request.AskedAt + WaitAlerts.TooLong));
        }
        if (await IsAnythingToTellAsync(cancellationToken) || await IsPolicyNewsAsync(product, cancellationToken))
            sweep = Min(sweep, ByTheClock(product.Sweep));
        return
        [
            (product.Sweep, sweep),
            (product.Rounds, ByTheClock(product.Rounds)),
            (product.Inventory, ByTheClock(product.Inventory)),
            (product.Meter, meter),
            (product.Digest, Min(digest, await NextDigestAsync(product, cancellationToken))),
            (product.Reap, reap),
        ];
    }

    /// <summary>It has not been kept yet.</summary>
    private async Task<bool> IsPolicyNewsAsync(Product product, CancellationToken cancellationToken) =>
        product.PolicyDigest is { } digest && (await _policies.FindGoodAsync(cancellationToken))?.Policy.Digest != digest;

    private async Task<bool> IsAnythingToTellAsync(CancellationToken cancellationToken) =>
        await _approvals.UndeliveredAsync(cancellationToken).AnyAsync(cancellationToken)
        || await machines.UndeliveredAsync(cancellationToken).AnyAsync(cancellationToken)
        || await _poison.DueAsync(time.GetUtcNow(), cancellationToken).AnyAsync(cancellationToken);

    private bool HasBudget(Product product, string team) =>
        product.Policy.Team(team) is { } known && product.Policy.LimitsOf(known, time.GetUtcNow()).MonthlyBudget is not null;

    /// <summary>What stands still is looked at again only when it is to be announced that it is deleted.</summary>
    private DateTimeOffset NextReap(Product product, Machine machine)
    {
        if (IsMeasured && machine is { Phase: Phase.Running, Wanted: Wanted.Running } ||
            machine is { Idle.Warning: not null }) return NextPass(product);
        if (machine is not { Phase: Phase.Stopped or Phase.Evicted, Wanted: Wanted.Stopped }) return DateTimeOffset.MaxValue;
        var deleteAfter = product.Blueprints.Find(machine.Blueprint)?.Idle.DeleteAfter ?? TimeSpan.FromDays(7);
        var announced = machine.PhaseSince + deleteAfter - StoppedTooLong.Ahead;
        return announced > time.GetUtcNow() ? announced : NextPass(product);
    }

    /// <summary>As functions/reap has it: soon after the agents have sent what they measured.</summary>
    private DateTimeOffset NextPass(Product product)
    {
        var (every, after, now) = (product.Reap.Every, TimeSpan.FromSeconds(40), time.GetUtcNow());
        var last = _done.TryGetValue(product.Reap.Name, out var done) ? done : now - every;
        var mark = last - after;
        return new DateTimeOffset(mark.UtcTicks - mark.UtcTicks % every.Ticks, TimeSpan.Zero) + every + after;
    }

    /// <summary>The next morning of anybody, once all that were are told of and looked at.</summary>
    private async Task<DateTimeOffset> NextDigestAsync(Product product, CancellationToken cancellationToken)
    {
        var (policy, now) = (product.Policy, time.GetUtcNow());
        var (told, looked) = (await _subscriptions.AllAsync(cancellationToken), await _alerts.LookedAsync(cancellationToken));
        var teams = policy.Teams.Select(team => (team.Name, Zone: policy.ZoneOf(team))).ToList();
        var readers = teams.Concat(policy.Admins.Select(admin => (Name: admin, Zone: policy.TimeZone)));
        var seen = teams.Append((Name: AlertStore.All, Zone: policy.TimeZone));
        var isDue = readers.Any(one => IsBehind(told.GetValueOrDefault(one.Name)?.Subscription.Told, one.Zone))
            || seen.Any(one => IsBehind(looked.TryGetValue(one.Name, out var day) ? day : null, one.Zone));
        return isDue ? ByTheClock(product.Digest) : teams.Select(team => team.Zone).Append(policy.TimeZone).Min(zone => DigestTimes.Next(now, zone));

        bool IsBehind(DateOnly? day, TimeZoneInfo zone) => !(day >= DigestTimes.LatestDay(now, zone));
    }

    /// <summary>What machines did on a day is added up when it is over.</summary>
    private DateTimeOffset NextSum(Product product) =>
        _done.TryGetValue(product.Meter.Name, out var last) ? UseMeter.NextAfter(last, product.Policy) : time.GetUtcNow();

    /// <summary>Never, where it was looked at since.</summary>
    private DateTimeOffset UnlessDone(Chore chore, DateTimeOffset at) =>
        _done.TryGetValue(chore.Name, out var last) && last >= at ? DateTimeOffset.MaxValue : at;

    private DateTimeOffset ByTheClock(Chore chore) => _done.TryGetValue(chore.Name, out var last) ? last + chore.Every : time.GetUtcNow();

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
