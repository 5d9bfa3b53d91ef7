using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;

namespace ChatOps.Bot.Commands;

public sealed class StatusCommand(MachineFinder finder) : ICommand
{
    public CommandSyntax Syntax { get; } = new("status", "status [MACHINE]", "How a machine is, until when you have it, and what it has cost.")
    {
        Arguments = [new Argument("machine")],
        Examples = ["status", "status ember-otter"],
        Details = "Without a name: your machine, or a list if you have several.",
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var named = call.Words.Word("machine");
        if (named is null)
        {
            var own = (await finder.VisibleAsync(call.Person, cancellationToken)).Where(m => m.Owner == call.Person.Email).ToList();
            if (own.Count > 1) return Reply.ToAll(MachineListCard.Build([.. own], "mine", call.Clock));
        }
        var machine = await finder.FindAsync(call.Person, named, m => m.Phase != Phase.Failed, cancellationToken);
        return Reply.ToAll(MachineCard.Build(machine, call.Clock));
    }
}
