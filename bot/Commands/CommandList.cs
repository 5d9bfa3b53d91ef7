using System.Collections.Immutable;
using ChatOps.Core.Approvals;
using ChatOps.Core.Audit;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Reaping;
using ChatOps.Core.Reports;
using ChatOps.Core.State;

namespace ChatOps.Bot.Commands;

/// <summary>Every command there is, in the order in which help shows them.</summary>
public static class CommandList
{
    public static ImmutableArray<ICommand> Create(
        BlueprintCatalog blueprints, MachineStore machines, NameStore names, PoisonStore poison, AuditLog audit, Governance governance,
        Accounts accounts, SubscriptionStore subscriptions, Reaper reaper, RequestViews requestViews, LivePolicy policy, LivePrices prices, Replaying replaying)
    {
        var (governed, asking, approving) = (governance.Governed, governance.Asking, governance.Approving);
        var launch = new LaunchCommand(governance.Launching, asking, blueprints);
        var finder = new MachineFinder(machines, names, governance.Meant);
        ImmutableArray<ICommand> all = [];
        all =
        [
            launch,
            new CanICommand(governance.Launching, launch),
            new CatalogCommand(blueprints, prices),
            new ShowCommand(blueprints, prices),
            new ListCommand(finder),
            new StatusCommand(finder),
            new ConnectCommand(finder, blueprints),
            new KeepCommand(finder, new Keeping(governance.Orders, blueprints, policy)),
            new ExtendCommand(finder, governed, asking),
            new StopCommand(finder, governance.Orders),
            new StartCommand(finder, governed, asking),
            new ResizeCommand(finder, governed, asking, blueprints, prices),
            new TerminateCommand(finder, governance.Orders, blueprints),
            new HistoryCommand(finder, machines),
            new IdleCommand(finder, reaper, policy),
            new StopIdleCommand(finder, reaper, governance.Orders, policy),
            new WhyCommand(finder, reaper),
            new CostCommand(accounts.Costs, finder, policy),
            new UtilizationCommand(accounts.Utilization, finder, machines, policy),
            new ReportCommand(accounts.Spend, policy),
            new SavingsCommand(accounts.Savings, policy),
            new DigestCommand(subscriptions, policy),
            new ReconcileCommand(accounts.Reconciling, policy),
            new QuotaCommand(governance.Reservations, policy),
            new RequestsCommand(approving, requestViews),
            new ApproveCommand(approving),
            new DenyCommand(approving),
            new CancelCommand(approving),
            new AuditCommand(audit, finder, machines, blueprints),
            new ReplayCommand(poison, replaying),
            new HelpCommand(() => all),
        ];
        return all;
    }
}
