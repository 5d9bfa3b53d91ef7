using ChatOps.Core.Actuals;
using ChatOps.Core.Approvals;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Metering;
using ChatOps.Core.Metrics;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Savings;
using ChatOps.Core.State;
using ChatOps.Core.Utilization;

namespace ChatOps.Core.Reports;

/// <summary>All that numbers are read from, put together once.</summary>
public sealed class Accounts
{
    /// <param name="metrics">Null where nothing is measured.</param>
    /// <param name="actuals">What Azure billed; null where nobody asks it.</param>
    public Accounts(
        MachineStore machines, Governance governance, UseStore use, IMachineMetrics? metrics, BlueprintCatalog blueprints, LivePrices prices,
        ActualStore? actuals, LivePolicy policy)
    {
        Costs = new CostReader(governance.Ledger, machines, policy);
        Utilization = new UtilizationReader(Costs, use, metrics, blueprints, prices, policy);
        Savings = new SavingsReader(Costs, governance.Ledger, governance.Requests, machines, governance.Savings, policy);
        Spend = new SpendReporting(Costs, Utilization, Savings, governance.Ledger, governance.Requests, machines, policy);
        Reconciling = actuals is null ? null : new Reconciling(Costs, actuals);
    }

    public CostReader Costs { get; }

    public UtilizationReader Utilization { get; }

    public SavingsReader Savings { get; }

    public SpendReporting Spend { get; }

    /// <summary>Null where nobody asks Azure what it bills.</summary>
    public Reconciling? Reconciling { get; }
}
