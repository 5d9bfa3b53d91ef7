using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;

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
        if (team is not null) policy.Now.Seen(call.Person, team, "`idle` shows all machines that you may see.");
        var asked = visible.FindAll(machine => machine is { Phase: Phase.Running, Wanted: Wanted.Running } && (team is null || machine.Team == team));
        if (!reaper.IsMeasuring && asked.Count > 0) return call.Answer(IdleCard.NotMeasured(), asked);
        try
        {
            return call.Answer(IdleCard.Build([.. await reaper.LookAsync(asked, cancellationToken)], team, call.Person, call.Clock), asked);
        }
        catch (CloudFaultException)
        {
            return call.Answer(IdleCard.Unknown(), asked);
        }
    }
}
