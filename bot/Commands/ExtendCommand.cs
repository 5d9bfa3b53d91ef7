using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class ExtendCommand(MachineFinder finder, GovernedOrders orders, Asking asking) : ICommand
{
    public CommandSyntax Syntax { get; } = new("extend", "extend [MACHINE] TIME", "Keep a machine longer.")
    {
        Arguments = [new Argument("machine"), new Argument("by", ArgumentKind.Duration)],
        Options = [RequestWords.Reason, RequestWords.Ask],
        Examples = ["extend 2h", "extend ember-otter by 90 minutes"],
        Needs = Need.ChangeMachine,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var by = call.Words.Duration("by") ?? throw new UserError("By how much? For example: extend 2h");
        if (RequestWords.AsksWhy(call.Words)) return Reply.Private(RequestForms.WhyNeeded(call.Request.Text));
        var machine = await finder.FindOrderedAsync(call, m => m.Phase == Phase.Running, cancellationToken);
        var outcome = await orders.ExtendAsync(call.Person, machine.Id, by, call.Request.Id, cancellationToken);
        return await RequestReply.OfAsync(
            outcome, asking, call, ordered => Reply.Ordered(OrderedCard.Extended(ordered.Machine, by, call.Clock)), cancellationToken);
    }
}
