using ChatOps.Azure.CostManagement;
using ChatOps.Core.Actuals;

namespace ChatOps.Azure;

/// <summary>What Azure billed for the machines' resource group, by the tag that says whose each resource is.</summary>
public sealed class AzureActualCosts(CostManagementClient client, AzureSite site) : IActualCosts
{
    public Task<IReadOnlyList<ActualCost>> ReadAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        Faults.CaughtAsync<IReadOnlyList<ActualCost>>(
            async () => await client.QueryAsync(site.GroupId, VmTemplate.TeamTag, from, to, cancellationToken)
                .Select(row => new ActualCost(row.Day, row.TagValue, row.Currency, row.Amount))
                .ToListAsync(cancellationToken),
            cancellationToken);
}
