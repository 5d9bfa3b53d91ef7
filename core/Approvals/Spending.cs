using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Core.Approvals;

/// <summary>
/// What a team has spent this month: list price times uptime, without disks. What exists is metered from its own row; what is gone
/// was kept by the <see cref="Ledger"/>.
/// </summary>
/// <param name="table">The one called "spent".</param>
public sealed class Spending(ITable table)
{
    private readonly SpentStore _gone = new(table);

    /// <param name="zone">The team's, which says when a month begins.</param>
    /// <param name="live">All live machines, as they are now.</param>
    public async Task<Spent> ThisMonthAsync(
        Team team, TimeZoneInfo zone, IReadOnlyCollection<Machine> live, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (month, alive) = (Month.Of(now, zone), live.Select(machine => machine.Id).ToHashSet());
        var costs = live.Where(machine => machine.Team == team.Name)
            .Select(machine => (machine.Owner, Cost: BilledTime.CostOf(machine.BilledUntil(now).Select(time => time.Within(month.Begin, month.End)))))
            .ToList();
        await foreach (var gone in _gone.OfAsync(team.Name, month.Name, cancellationToken))
            // One that is about to go is kept already, and counted as long as it is there.
            if (!alive.Contains(gone.Machine)) costs.Add((gone.Owner, gone.Cost));
        return new Spent(costs.GroupBy(cost => cost.Owner).ToImmutableDictionary(own => own.Key, own => own.Sum(cost => cost.Cost?.Amount ?? 0)));
    }

    /// <summary>Null where the team has no budget.</summary>
    /// <param name="live">All live machines, as they are now.</param>
    public async Task<Budget?> BudgetAsync(
        Policy policy, Team team, IReadOnlyCollection<Machine> live, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (policy.LimitsOf(team, now).MonthlyBudget is not { } most) return null;
        var zone = policy.ZoneOf(team);
        var (month, spent) = (Month.Of(now, zone), (await ThisMonthAsync(team, zone, live, now, cancellationToken)).Total);
        return new Budget(month, most, spent, Forecast.Of(spent, live.Where(machine => machine.Team == team.Name), month, now));
    }
}

/// <param name="ByPerson">By e-mail; who has spent nothing may be missing.</param>
public sealed record Spent(ImmutableDictionary<string, decimal> ByPerson)
{
    public decimal Total => ByPerson.Values.Sum();

    public decimal By(string email) => ByPerson.GetValueOrDefault(email);
}
