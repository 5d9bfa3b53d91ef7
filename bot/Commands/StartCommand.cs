using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;

namespace ChatOps.Bot.Commands;

public sealed class StartCommand(MachineFinder finder, MachineOrders orders) : ICommand
{
    public CommandSyntax Syntax { get; } = new("start", "start [MACHINE]", "Start a stopped machine again, with its checks and a fresh lease.")
    {
        Arguments = [new Argument("machine")],
        Examples = ["start", "start ember-otter"],
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var machine = await finder.FindOrderedAsync(
            call, m => m.Phase is Phase.Stopped or Phase.Evicted or Phase.Stopping, cancellationToken);
        var ordered = await orders.StartAsync(call.Person, machine.Id, call.Request.Id, cancellationToken);
        return Reply.Ordered(OrderedCard.Starting(ordered));
    }
}
