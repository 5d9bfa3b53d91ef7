using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class IdleCommand(MachineFinder finder, Reaper reaper, LivePolicy policy) : ICommand
{
    public CommandSyntax Syntax { get; } = new("idle", "idle [TEAM]", "Machines that run and do nothing, and what that costs.")
    {
        Arguments = [new Argument("team")],
        Examples = ["idle", "idle vision"],
        Reads = true,
        Details = "Without a team: all running machines that you may see.",
        Needs = Need.SeeMachine,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var team = call.Words.Word("team")?.ToLowerInvariant();
        var visible = await finder.VisibleAsync(call.Person, cancellationToken);
        if (team is not null) RequireSeen(call.Person, team);
        var asked = visible.FindAll(machine => machine is { Phase: Phase.Running, Wanted: Wanted.Running } && (team is null || machine.Team == team));
        if (!reaper.IsMeasuring && asked.Count > 0) return call.Answer(IdleCard.NotMeasured(), asked);
        try
        {
            return call.Answer(IdleCard.Build([.. await reaper.LookAsync(asked, cancellationToken)], call.Person, call.Clock), asked);
        }
        catch (CloudFaultException)
        {
            return call.Answer(IdleCard.Unknown(), asked);
        }
    }

    /// <exception cref="UserError">There is no such team, or they see none of its machines.</exception>
    private void RequireSeen(Person person, string team)
    {
        var seen = policy.Now.Teams.Select(one => one.Name).Where(name => person.IsAdmin || person.IsAuditor || person.IsIn(name)).ToList();
        if (!seen.Contains(team))
            throw new UserError($"There is no team {Echo.Name(team)} that you may see.{NearMiss.Hint(team, seen)} `idle` shows all machines that you may see.");
    }
}
