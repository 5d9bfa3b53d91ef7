using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>
/// Brings what waits in the outbox to people: at least once, each under its own key, drawn from the state of the moment. What
/// cannot be delivered stays and holds up nothing else.
/// </summary>
public sealed class OutboxDelivery(MachineStore machines, IChannel channel, TimeZoneInfo zone, TimeProvider time, ILogger<OutboxDelivery> log)
{
    /// <summary>Delivers what waits for any machine: what no nudge has brought here.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        if (!channel.IsConnected) return;
        var waiting = new List<MachineId>();
        await foreach (var machine in machines.UndeliveredAsync(cancellationToken)) waiting.Add(machine);
        foreach (var machine in waiting)
        {
            try
            {
                await DeliverAsync(machine, cancellationToken);
            }
            // A message that cannot even be read holds up its own machine's only.
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Log.Undelivered(log, machine.Value, e);
            }
        }
    }

    /// <summary>Delivers what waits for one machine.</summary>
    public async Task DeliverAsync(MachineId machine, CancellationToken cancellationToken)
    {
        if (!channel.IsConnected) return;
        var waiting = new List<StoredMessage>();
        await foreach (var message in machines.OutboxAsync(machine, cancellationToken)) waiting.Add(message);
        foreach (var message in waiting)
        {
            try
            {
                await DeliverAsync(message, cancellationToken);
                await machines.DeliveredAsync(message, time.GetUtcNow(), cancellationToken);
            }
            catch (UnreachableConversationException e)
            {
                Log.Unreachable(log, message.Key, e.Message);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Log.Undelivered(log, message.Key, e);
            }
        }
    }

    private async Task DeliverAsync(StoredMessage message, CancellationToken cancellationToken)
    {
        if (await machines.FindAsync(message.Machine, cancellationToken) is not { } found) return;
        var clock = new Clock(time.GetUtcNow(), zone);
        var machine = Lease.Told(found, message.Message, clock.Now);
        if (message.Message.Notice == Notice.CardChanged) await ShowCardAsync(machine, clock, cancellationToken);
        else if (NoticeCard.Build(message.Message, machine, clock) is { } notice)
            await channel.PutAsync(Conversation.Direct(machine.Home.Channel, machine.Owner), message.Key, notice, cancellationToken);
    }

    /// <summary>
    /// Another program may have shown a newer card while this one was under way, and this one has then covered it up. So whoever
    /// has shown a card looks whether it still is the last word.
    /// </summary>
    private async Task ShowCardAsync(Machine machine, Clock clock, CancellationToken cancellationToken)
    {
        for (var shown = -1; shown != machine.Seq; machine = await machines.FindAsync(machine.Id, cancellationToken) ?? machine)
        {
            shown = machine.Seq;
            await channel.PutAsync(machine.Home, MachineCard.Key(machine.Id), MachineCard.Build(machine, clock), cancellationToken);
        }
    }
}
