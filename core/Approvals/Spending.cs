using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.People;

namespace ChatOps.Core.Approvals;

/// <summary>What a team has spent this month, by list price, disks included.</summary>
public sealed class Spending(Ledger ledger)
{
    /// <param name="zone">The team's, which says when a month begins.</param>
    /// <param name="live">All live machines, as they are now.</param>
    public async Task<Spent> ThisMonthAsync(
        Team team, TimeZoneInfo zone, IReadOnlyCollection<Machine> live, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var records = await ledger.OfTeamAsync(team.Name, live, Month.Of(now, zone).Begin, now, cancellationToken);
        return new Spent(records.GroupBy(record => record.Owner)
            .ToImmutableDictionary(own => own.Key, own => own.Sum(record => record.Cost?.Amount ?? 0)));
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
