using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>Tells a team's managers how much of the month's budget is spent: one card for each threshold that is reached.</summary>
public sealed class BudgetReports(
    MachineStore machines, Spending spending, ToldBudgets budgets, IChannel channel, LivePolicy live, TimeProvider time, ILogger<BudgetReports> log)
{
    public async Task DeliverAsync(CancellationToken cancellationToken)
    {
        var (now, policy) = (time.GetUtcNow(), live.Now);
        var budgeted = policy.Teams.Where(team => policy.LimitsOf(team, now).MonthlyBudget is not null).ToList();
        if (budgeted.Count == 0) return;
        var all = await machines.LiveAsync(cancellationToken).ToListAsync(cancellationToken);
        foreach (var team in budgeted)
            if (await spending.BudgetAsync(policy, team, all, now, cancellationToken) is { } budget)
                await DeliverAsync(policy, team, budget, [.. all.Where(machine => machine.Team == team.Name)], now, cancellationToken);
    }

    /// <summary>That it was told is written once it was: until then it is told again, which edits the same card.</summary>
    private async Task DeliverAsync(
        Policy policy, Team team, Budget budget, IReadOnlyList<Machine> own, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var told = await budgets.FindAsync(team.Name, budget.Month.Name, cancellationToken);
        if (budget.Due(told) is { } threshold)
        {
            var card = BudgetCard.Build(team, budget, policy.Currency, own, new Clock(now, policy.ZoneOf(team)));
            if (!await channel.ShowAsync(team.Managers, KeyOf(team, budget, threshold), card, log, cancellationToken)) return;
        }
        if (budget.Reached != told) await budgets.KeepAsync(team.Name, budget.Month.Name, budget.Reached, cancellationToken);
    }

    /// <summary>Another budget is another card: nobody notices that an old one is edited.</summary>
    private static string KeyOf(Team team, Budget budget, int threshold) => $"budget-{team.Name}-{budget.Month.Name}-{threshold}-of-{budget.Most:0.##}";
}
