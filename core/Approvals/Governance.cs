using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Savings;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Approvals;

/// <summary>All in which the policy has a say, put together on the tables of a program.</summary>
public sealed class Governance
{
    /// <param name="table">Opens a table by its name.</param>
    public Governance(
        Func<string, ITable> table, MachineStore machines, NameStore names, BlueprintCatalog blueprints, LivePolicy policy, LivePrices prices,
        NameMaker maker, INudges nudges, TimeProvider time, ILoggerFactory logs)
    {
        Meant = new RequestStore(table("requests"));
        Ledger = Ledger.Open(table, policy);
        Spending = new Spending(Ledger);
        Savings = new SavingsStore(table("savings"));
        Requests = new ApprovalStore(table("approvals"), nudges);
        Reservations = new Reservations(table("reserved"), machines, Spending, policy, time);
        Launching = new Launching(
            blueprints, machines, names, Meant, new LastLaunchStore(table("launches")), Reservations, Requests, maker, prices, time);
        Orders = new MachineOrders(machines, time);
        Governed = new GovernedOrders(machines, Orders, Reservations, Requests, policy, prices, time);
        Granting = new Granting(Requests, machines, Launching, Governed, policy, time, logs.CreateLogger<Granting>());
        Approving = new Approving(Requests, machines, blueprints, Reservations, Governed, Granting, policy, prices, time);
        Asking = new Asking(Requests, policy, time);
    }

    public RequestStore Meant { get; }

    public Ledger Ledger { get; }

    public Spending Spending { get; }

    public SavingsStore Savings { get; }

    public Reservations Reservations { get; }

    public ApprovalStore Requests { get; }

    public Launching Launching { get; }

    public MachineOrders Orders { get; }

    public GovernedOrders Governed { get; }

    public Granting Granting { get; }

    public Approving Approving { get; }

    public Asking Asking { get; }
}
