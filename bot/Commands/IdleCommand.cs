using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class IdleCommand(MachineFinder finder, Reaper reaper) : ICommand
{
    /// <summary>A chat does not wait for long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

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
        if (team is not null) Require(call.Person, team);
        var asked = visible.FindAll(machine => machine is { Phase: Phase.Running, Wanted: Wanted.Running } && (team is null || machine.Team == team));
        if (!reaper.IsMeasuring && asked.Count > 0) return call.Answer(IdleCard.NotMeasured(), asked);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return call.Answer(IdleCard.Build([.. await reaper.LookAsync(asked, patience.Token)], call.Person, call.Clock), asked);
        }
        catch (Exception e) when (e is CloudFaultException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return call.Answer(IdleCard.Unknown(), asked);
        }
    }

    /// <exception cref="UserError">They see none of its machines.</exception>
    private static void Require(Person person, string team)
    {
        if (!person.IsAdmin && !person.IsAuditor && !person.IsIn(team))
            throw new UserError($"You see no machines of team {Echo.Name(team)}. `idle` shows those that you may see.");
    }
}
