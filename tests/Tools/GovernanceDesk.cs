using System.Collections.Immutable;
using ChatOps.Bot;
using ChatOps.Bot.Commands;
using ChatOps.Core.Actuals;
using ChatOps.Core.Approvals;
using ChatOps.Core.Audit;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Core.Reports;
using ChatOps.Core.State;
using ChatOps.Core.Utilization;
using ChatOps.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Tools;

/// <summary>Orders, and the policy that has a say in them, on the tables of a test.</summary>
internal sealed class GovernanceDesk
{
    private readonly MachineStore _machines;
    private readonly BlueprintCatalog _blueprints;
    private readonly NameStore _names;
    private readonly TimeProvider _time;
    private readonly Func<string, ITable> _open;
    private readonly Governance _governance;

    /// <param name="open">A table by its name.</param>
    public GovernanceDesk(
        Func<string, ITable> open, MachineStore machines, NameStore names, BlueprintCatalog blueprints, LivePolicy policy, NameMaker maker, TimeProvider time,
        INudges? nudges = null)
    {
        (_machines, Policy, _blueprints, _names, _time, _open) = (machines, policy, blueprints, names, time, open);
        _governance = new Governance(
            open, machines, names, blueprints, policy, SomePrices.Live, maker, nudges ?? new Nudges(), time, NullLoggerFactory.Instance);
        Views = new RequestViews(Requests, Approving, policy, time);
    }

    public LivePolicy Policy { get; }

    public RequestStore Meant => _governance.Meant;

    public Ledger Ledger => _governance.Ledger;

    public Reservations Reservations => _governance.Reservations;

    public ApprovalStore Requests => _governance.Requests;

    public Launching Launching => _governance.Launching;

    public MachineOrders Orders => _governance.Orders;

    public GovernedOrders Governed => _governance.Governed;

    public Granting Granting => _governance.Granting;

    public Approving Approving => _governance.Approving;

    public Asking Asking => _governance.Asking;

    public RequestViews Views { get; }

    /// <summary>What is measured of machines: nothing, unless a test says so.</summary>
    public FakeMetrics Metrics { get; } = new();

    /// <summary>What is known of days that are over.</summary>
    public UseStore Use => new(_open("use"));

    /// <summary>What Azure billed: nothing, unless a test says so.</summary>
    public ActualStore Actuals { get; } = new(new MemoryTable());

    public Accounts Accounts => new(_machines, _governance, Use, Metrics, _blueprints, SomePrices.Live, Actuals, Policy);

    public ImmutableArray<ICommand> Commands(PoisonStore poison, AuditLog audit, Replaying replaying) =>
        CommandList.Create(
            _blueprints, _machines, _names, poison, audit, _governance, Accounts, new SubscriptionStore(_open("digests")),
            new Reaper(_machines, Metrics, new HabitBook(_open("habits")), _blueprints, Policy, _time, NullLogger<Reaper>.Instance),
            Views, Policy, SomePrices.Live, replaying);
}
