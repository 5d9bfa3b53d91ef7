using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class StopIdleCommand(MachineFinder finder, Reaper reaper, MachineOrders orders, LivePolicy policy) : ICommand
{
    public CommandSyntax Syntax { get; } = new("stop-idle", "stop-idle [TEAM]", "Stop all machines that do nothing, of those that you may stop.")
    {
        Arguments = [new Argument("team")],
        Examples = ["stop-idle", "stop-idle vision"],
        Details = "Those that `idle` shows, but what somebody keeps. Disks stay, and `start` brings each machine back.",
        Needs = Need.ChangeMachine,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var team = call.Words.Word("team")?.ToLowerInvariant();
        if (team is not null) policy.Now.Seen(call.Person, team, "`stop-idle` stops yours.");
        var asked = (await finder.VisibleAsync(call.Person, cancellationToken)).FindAll(machine =>
            machine is { Phase: Phase.Running, Wanted: Wanted.Running } && (team is null || machine.Team == team)
            && MachineOrders.MayChange(call.Person, machine));
        if (!reaper.IsMeasuring && asked.Count > 0) return Reply.Private(IdleCard.NotMeasured());
        try
        {
            var idle = IdleTime.IdleOf(await reaper.LookAsync(asked, cancellationToken)).Where(one => one.Judgement.Veto is null);
            return Reply.Private(IdleCard.Stopped(await StopAsync(call, idle.Select(one => one.Case.Machine), cancellationToken)));
        }
        catch (CloudFaultException)
        {
            return Reply.Private(IdleCard.Unknown());
        }
    }

    private async Task<List<Machine>> StopAsync(CommandCall call, IEnumerable<Machine> idle, CancellationToken cancellationToken)
    {
        var stopped = new List<Machine>();
        foreach (var machine in idle)
        {
            try
            {
                stopped.Add((await orders.StopAsync(call.Person, machine.Id, call.Request.Id, cancellationToken)).Machine);
            }
            catch (UserError)
            {
                // Since it was looked at it has gone some other way.
            }
        }
        return stopped;
    }
}
