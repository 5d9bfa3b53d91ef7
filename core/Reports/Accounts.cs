using ChatOps.Core.Approvals;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Core.Reports;

/// <summary>All that numbers are read from, put together once.</summary>
public sealed class Accounts
{
    public Accounts(MachineStore machines, Governance governance, LivePolicy policy)
    {
        Costs = new CostReader(governance.Ledger, machines, policy);
        Spend = new SpendReporting(Costs, machines, policy);
    }

    public CostReader Costs { get; }

    public SpendReporting Spend { get; }
}
