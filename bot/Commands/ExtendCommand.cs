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
        var machine = await finder.FindAsync(call.Person, call.Words.Word("machine"), m => m.Phase == Phase.Running, cancellationToken);
        return Reply.ToAll(OrderedCard.Extended(await orders.ExtendAsync(call.Person, machine.Id, by, cancellationToken), by, call.Clock));
    }
}
