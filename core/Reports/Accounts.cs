using ChatOps.Core.Approvals;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Metering;
using ChatOps.Core.Metrics;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.State;
using ChatOps.Core.Utilization;

namespace ChatOps.Core.Reports;

/// <summary>All that numbers are read from, put together once.</summary>
public sealed class Accounts
{
    /// <param name="metrics">Null where nothing is measured.</param>
    public Accounts(
        MachineStore machines, Governance governance, UseStore use, IMachineMetrics? metrics, BlueprintCatalog blueprints, LivePrices prices,
        LivePolicy policy)
    {
        Costs = new CostReader(governance.Ledger, machines, policy);
        Utilization = new UtilizationReader(Costs, use, metrics, blueprints, prices, policy);
        Spend = new SpendReporting(Costs, Utilization, machines, policy);
    }

    public CostReader Costs { get; }

    public UtilizationReader Utilization { get; }

    public SpendReporting Spend { get; }
}
