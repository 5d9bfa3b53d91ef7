using ChatOps.Core.Approvals;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Core.Reports;

/// <summary>Makes reports at the moment of the question.</summary>
public sealed class SpendReporting(CostReader costs, Spending spending, MachineStore machines, LivePolicy policy)
{
    public async Task<SpendReport> OfAsync(Team team, CostPeriod period, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var zone = policy.Now.ZoneOf(team);
        var sheet = await costs.OfTeamsAsync([team.Name], SpendReport.ReadFrom(period, zone), period.End, cancellationToken);
        var live = await machines.OfTeamAsync(team.Name, cancellationToken);
        var budget = await spending.BudgetAsync(policy.Now, team, live, now, cancellationToken);
        return SpendReport.Of(team, period, sheet, zone, budget);
    }
}
