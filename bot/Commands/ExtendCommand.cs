using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class ExtendCommand(MachineFinder finder, MachineOrders orders) : ICommand
{
    public CommandSyntax Syntax { get; } = new("extend", "extend [MACHINE] TIME", "Keep a machine longer.")
    {
        Arguments = [new Argument("machine"), new Argument("by", ArgumentKind.Duration)],
        Examples = ["extend 2h", "extend ember-otter by 90 minutes"],
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var by = call.Words.Duration("by") ?? throw new UserError("By how much? For example: extend 2h");
        var machine = await finder.FindOrderedAsync(call, m => m.Phase == Phase.Running, cancellationToken);
        var ordered = await orders.ExtendAsync(call.Person, machine.Id, by, call.Request.Id, cancellationToken);
        return Reply.Ordered(OrderedCard.Extended(ordered.Machine, by, call.Clock));
    }
}
