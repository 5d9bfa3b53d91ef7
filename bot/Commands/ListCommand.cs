using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class ListCommand(MachineFinder finder) : ICommand
{
    private static readonly string[] Scopes = ["mine", "team", "all"];

    public CommandSyntax Syntax { get; } = new("list", "list [mine | team | all]", "Machines, what they do and what they cost.")
    {
        Aliases = ["ls"],
        Arguments = [new Argument("whose")],
        Examples = ["list", "list team"],
        Reads = true,
        Details = "mine: your own; team: your teams'; all: everything you may see (for admins and auditors, the whole organisation).",
        Needs = Need.SeeMachine,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var scope = call.Words.Word("whose")?.ToLowerInvariant() ?? "mine";
        if (!Scopes.Contains(scope)) throw new UserError($"\"{Echo.Of(scope)}\" is none of mine, team and all.{NearMiss.Hint(scope, Scopes)}");
        if (scope == "team" && call.Person.Teams.IsEmpty) throw new UserError("You are in no team. `list all` shows all that you may see.");
        var asked = scope switch
        {
            "mine" => await finder.OwnAsync(call.Person, cancellationToken),
            "team" => (await finder.VisibleAsync(call.Person, cancellationToken)).FindAll(machine => call.Person.IsIn(machine.Team)),
            _ => await finder.VisibleAsync(call.Person, cancellationToken),
        };
        return call.Answer(MachineListCard.Build([.. asked], scope, call.Person, call.Clock), asked);
    }
}
