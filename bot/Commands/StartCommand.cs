using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Bot.Commands;

public sealed class StartCommand(MachineFinder finder, GovernedOrders orders, Asking asking) : ICommand
{
    public CommandSyntax Syntax { get; } = new("start", "start [MACHINE]", "Start a stopped machine again, with its checks and a fresh lease.")
    {
        Arguments = [new Argument("machine")],
        Options = [RequestWords.Reason, RequestWords.Ask],
        Examples = ["start", "start ember-otter"],
        Needs = Need.ChangeMachine,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (RequestWords.AsksWhy(call.Words)) return Reply.Private(RequestForms.WhyNeeded(call.Request.Text));
        var machine = await finder.FindOrderedAsync(
            call, m => m.Phase is Phase.Stopped or Phase.Evicted or Phase.Stopping, cancellationToken);
        var outcome = await orders.StartAsync(call.Person, machine.Id, call.Request.Id, cancellationToken);
        return await RequestReply.OfAsync(outcome, asking, call, ordered => Reply.Ordered(OrderedCard.Starting(ordered)), cancellationToken);
    }
}
