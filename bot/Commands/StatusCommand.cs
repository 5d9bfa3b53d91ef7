using ChatOps.Bot.Cards;
using ChatOps.Core.People;

namespace ChatOps.Bot.Commands;

public sealed class StatusCommand(MachineFinder finder) : ICommand
{
    public CommandSyntax Syntax { get; } = new("status", "status [MACHINE]", "How a machine is, until when you have it, and what it has cost.")
    {
        Arguments = [new Argument("machine")],
        Examples = ["status", "status ember-otter"],
        Reads = true,
        Details = "Without a name: your machine, or a list if you have several.",
        Needs = Need.SeeMachine,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Words.Word("machine") is { } named)
        {
            var machine = await finder.FindAsync(call.Person, named, _ => true, cancellationToken);
            return call.Answer(MachineCard.Build(machine, call.Clock), [machine]);
        }
        // What is being deleted is still somebody's to ask about.
        var own = await finder.OwnAsync(call.Person, cancellationToken);
        return call.Answer(own is [var one] ? MachineCard.Build(one, call.Clock) : MachineListCard.Build([.. own], "mine", call.Person, call.Clock), own);
    }
}
