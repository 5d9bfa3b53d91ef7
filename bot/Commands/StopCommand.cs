using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;

namespace ChatOps.Bot.Commands;

public sealed class StopCommand(MachineFinder finder, MachineOrders orders) : ICommand
{
    public CommandSyntax Syntax { get; } = new("stop", "stop [MACHINE]", "Stop a machine: compute is no longer billed, its disks stay.")
    {
        Arguments = [new Argument("machine")],
        Examples = ["stop", "stop ember-otter"],
        Needs = Need.ChangeMachine,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var machine = await finder.FindOrderedAsync(
            call, m => m.Phase is Phase.Running or Phase.Starting or Phase.Validating, cancellationToken);
        var ordered = await orders.StopAsync(call.Person, machine.Id, call.Request.Id, cancellationToken);
        return Reply.Ordered(OrderedCard.Stopping(ordered.Machine));
    }
}
