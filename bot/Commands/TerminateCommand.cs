using ChatOps.Bot.Cards;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class TerminateCommand(MachineFinder finder, MachineOrders orders, BlueprintCatalog blueprints) : ICommand
{
    public CommandSyntax Syntax { get; } = new("terminate", "terminate [MACHINE] [--yes]", "Delete a machine with everything on it. Asks first.")
    {
        Aliases = ["delete", "destroy"],
        Arguments = [new Argument("machine")],
        Options = [new Option("yes", OptionKind.Flag, "Do not ask.")],
        Examples = ["terminate ember-otter"],
        Needs = Need.ChangeMachine,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var machine = await finder.FindOrderedAsync(call, _ => true, cancellationToken);
        if (machine.IsGone && !machine.Requests.Contains(call.Request.Id)) throw new UserError($"{machine.Name} is gone already. `list` shows what there is.");
        MachineOrders.RequireMayChange(call.Person, machine);
        // What has never run holds nothing that could be lost, and what is being deleted is lost already.
        var needsNoAsking = machine is { IsStarting: true, Start: 1 } or { Wanted: Wanted.Deleted, AwaitsSnapshots: false };
        if (!needsNoAsking && !call.Words.Flag("yes")) return Reply.Private(TerminateCard.Ask(machine, blueprints.Find(machine.Blueprint), call.Clock));
        var ordered = await orders.TerminateAsync(call.Person, machine.Id, call.Request.Id, cancellationToken);
        return Reply.Ordered(OrderedCard.Terminating(ordered.Machine));
    }
}
