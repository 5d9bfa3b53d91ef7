using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>
/// Brings what waits in the outbox to people: at least once, each under its own key, drawn from the state of the moment. What
/// cannot be delivered stays, and holds up only what follows it in the same conversation.
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

    /// <summary>Delivers what waits for one machine, in each conversation in its order.</summary>
    public async Task DeliverAsync(MachineId machine, CancellationToken cancellationToken)
    {
        if (!channel.IsConnected) return;
        var waiting = new List<StoredMessage>();
        await foreach (var message in machines.OutboxAsync(machine, cancellationToken)) waiting.Add(message);
        var held = new HashSet<Conversation>();
        foreach (var message in waiting) await DeliverAsync(message, held, cancellationToken);
    }

    /// <param name="held">Where something waits: what comes after it must not overtake it.</param>
    private async Task DeliverAsync(StoredMessage message, HashSet<Conversation> held, CancellationToken cancellationToken)
    {
        var place = default(Conversation);
        try
        {
            if (await machines.FindAsync(message.Machine, cancellationToken) is { } machine)
            {
                place = PlaceOf(message.Message, machine);
                if (held.Contains(place)) return;
                await ShowAsync(message, machine, cancellationToken);
            }
            await machines.DeliveredAsync(message, time.GetUtcNow(), cancellationToken);
        }
        catch (Exception e) when (e is UnreachableConversationException or BusyConversationException)
        {
            Log.Unreachable(log, message.Key, e.Message);
            if (place is not null) held.Add(place);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Undelivered(log, message.Key, e);
            if (place is not null) held.Add(place);
        }
    }

    private static Conversation PlaceOf(OutboxMessage message, Machine machine) =>
        message.Notice == Notice.CardChanged ? machine.Home : Conversation.Direct(machine.Home.Channel, machine.Owner);

    private async Task ShowAsync(StoredMessage message, Machine found, CancellationToken cancellationToken)
    {
        var clock = new Clock(time.GetUtcNow(), zone);
        var machine = Lease.Told(found, message.Message, clock.Now);
        if (message.Message.Notice == Notice.CardChanged) await ShowCardAsync(machine, message.Key, clock, cancellationToken);
        else if (NoticeCard.Build(message.Message, machine, clock) is { } notice)
            await channel.PutAsync(PlaceOf(message.Message, machine), message.Key, notice, cancellationToken);
    }

    /// <summary>
    /// Another program may have shown a newer card while this one was under way, and this one has then covered it up. So whoever
    /// has shown a card looks whether it still is the last word.
    /// </summary>
    private async Task ShowCardAsync(Machine machine, string message, Clock clock, CancellationToken cancellationToken)
    {
        try
        {
            for (var shown = -1; shown != machine.Seq; machine = await machines.FindAsync(machine.Id, cancellationToken) ?? machine)
            {
                shown = machine.Seq;
                await channel.PutAsync(machine.Home, MachineCard.Key(machine.Id), MachineCard.Build(machine, clock), cancellationToken);
            }
        }
        catch (UnreachableConversationException e) when (machine.IsGone)
        {
            // Where the bot was removed from, nobody misses it. As long as there is a machine, its card waits: should the bot come back, it shows
            // what is so.
            Log.Unreachable(log, message, e.Message);
        }
    }
}
