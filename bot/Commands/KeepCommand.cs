using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;

namespace ChatOps.Bot.Commands;

public sealed class KeepCommand(MachineFinder finder, Keeping keeping) : ICommand
{
    public CommandSyntax Syntax { get; } = new(
        "keep", "keep [MACHINE] [TIME]", "Say that you need a machine, although nothing happens on it.")
    {
        Arguments = [new Argument("machine"), new Argument("time", ArgumentKind.Duration)],
        Examples = ["keep", "keep ember-otter 2h"],
        Details = "An hour if you do not say. Each time after the first is half as long as the one before, and after a few there is none, "
            + "until the machine is used or extended. Its lease ends as before. What is stopped is kept from being deleted.",
        Needs = Need.ChangeMachine,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var machine = await finder.FindOrderedAsync(call, m => m.Phase == Phase.Running, cancellationToken);
        var kept = (await keeping.KeepAsync(call.Person, machine.Id, call.Words.Duration("time"), call.Request.Id, cancellationToken)).Machine;
        return Reply.Ordered(OrderedCard.Keeping(kept, call.Words.Duration("time") ?? ReapStep.Keep, call.Clock));
    }
}
