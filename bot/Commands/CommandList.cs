using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Orders;
using ChatOps.Core.State;

namespace ChatOps.Bot.Commands;

/// <summary>Every command there is, in the order in which help shows them.</summary>
public static class CommandList
{
    public static ImmutableArray<ICommand> Create(
        BlueprintCatalog blueprints,
        MachineStore machines,
        NameStore names,
        RequestStore requests,
        PoisonStore poison,
        Launching launching,
        MachineOrders orders,
        Replaying replaying)
    {
        var finder = new MachineFinder(machines, names, requests);
        ImmutableArray<ICommand> all = [];
        all =
        [
            new LaunchCommand(launching, blueprints),
            new CatalogCommand(blueprints),
            new ShowCommand(blueprints),
            new ListCommand(finder),
            new StatusCommand(finder),
            new ConnectCommand(finder, blueprints),
            new ExtendCommand(finder, orders),
            new StopCommand(finder, orders),
            new StartCommand(finder, orders),
            new TerminateCommand(finder, orders, blueprints),
            new HistoryCommand(finder, machines),
            new ReplayCommand(poison, replaying),
            new HelpCommand(() => all),
        ];
        return all;
    }
}
