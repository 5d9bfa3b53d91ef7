using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Bot.Commands;

public sealed class HistoryCommand(MachineFinder finder, MachineStore machines) : ICommand
{
    public CommandSyntax Syntax { get; } = new("history", "history [MACHINE]", "All that happened to a machine, also after it is gone.")
    {
        Arguments = [new Argument("machine")],
        Examples = ["history ember-otter"],
        Reads = true,
        Needs = Need.SeeMachine,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var machine = await finder.FindAsync(call.Person, call.Words.Word("machine"), _ => true, cancellationToken);
        var events = new List<MachineEvent>();
        await foreach (var happened in machines.HistoryAsync(machine.Id, cancellationToken)) events.Add(happened);
        return call.Answer(HistoryCard.Build(machine, [.. events], call.Clock), [machine]);
    }
}
