using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>
/// Brings what waits in the outbox to people: at least once, each under its own key, drawn from the state of the moment. What
/// cannot be delivered stays, and holds up only what follows it in the same conversation. Who cannot be written to is told where
/// the machine was launched.
/// </summary>
public sealed class OutboxDelivery(MachineStore machines, IChannel channel, LivePolicy policy, TimeProvider time, ILogger<OutboxDelivery> log)
{
    /// <summary>So that a chat that hangs does not stand in the way of what else is done by the clock.</summary>
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(30);

    /// <summary>So many machines in a row: then it is the chat that is down.</summary>
    private const int MostFailures = 3;

    /// <summary>How long the end of a lease waits for an owner who cannot be written to. For a chat that is down it waits as long as that is.</summary>
    private static readonly TimeSpan WaitAfterLease = TimeSpan.FromHours(1);

    private static readonly TimeSpan WaitWhenGone = TimeSpan.FromDays(1);

    private MachineId? _stoppedAt;

    /// <summary>
    /// Delivers what waits for any machine: what no nudge has brought here. A round that had to stop is gone on with by the next, behind
    /// where it stopped, so that a few that always fail do not keep the others waiting.
    /// </summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        if (!channel.IsConnected) return;
        var waiting = new List<MachineId>();
        await foreach (var machine in machines.UndeliveredAsync(cancellationToken)) waiting.Add(machine);
        var behind = waiting.FindIndex(machine => machine == _stoppedAt) + 1;
        _stoppedAt = null;
        var (began, failures) = (time.GetTimestamp(), 0);
        foreach (var machine in waiting.Skip(behind).Concat(waiting.Take(behind)))
        {
            failures = await TryAsync(machine, cancellationToken) ? 0 : failures + 1;
            if (failures < MostFailures && time.GetElapsedTime(began) < LongestRound) continue;
            _stoppedAt = machine;
            return;
        }
    }

    /// <summary>Delivers what waits for one machine, in each conversation in its order.</summary>
    /// <returns>False when something failed; not when somebody cannot be written to at present.</returns>
    public async Task<bool> DeliverAsync(MachineId machine, CancellationToken cancellationToken)
    {
        if (!channel.IsConnected) return true;
        var waiting = new List<StoredMessage>();
        await foreach (var message in machines.OutboxAsync(machine, cancellationToken)) waiting.Add(message);
        var (held, isFine) = (new HashSet<Conversation>(), true);
        foreach (var message in waiting) isFine &= await DeliverAsync(message, held, cancellationToken);
        return isFine;
    }

    private async Task<bool> TryAsync(MachineId machine, CancellationToken cancellationToken)
    {
        try
        {
            return await DeliverAsync(machine, cancellationToken);
        }
        // A message that cannot even be read holds up its own machine's only.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Undelivered(log, machine.Value, e);
            return false;
        }
    }

    /// <param name="held">Where something waits: what comes after it must not overtake it.</param>
    private async Task<bool> DeliverAsync(StoredMessage message, HashSet<Conversation> held, CancellationToken cancellationToken)
    {
        var place = default(Conversation);
        try
        {
            if (await machines.FindAsync(message.Machine, cancellationToken) is { } machine)
            {
                place = PlaceOf(message.Message, machine);
                if (held.Contains(place)) return true;
                await ShowAsync(message, machine, held, cancellationToken);
                if (message.Message.Notice == Notice.CardChanged) await channel.ChangedAsync(machine, cancellationToken);
            }
            await machines.DeliveredAsync(message, time.GetUtcNow(), cancellationToken);
            return true;
        }
        catch (Exception e) when (e is UnreachableConversationException or BusyConversationException)
        {
            Log.Unreachable(log, message.Key, e.Message);
            if (place is not null) held.Add(place);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Undelivered(log, message.Key, e);
            if (place is not null) held.Add(place);
            return false;
        }
    }

    private static Conversation PlaceOf(OutboxMessage message, Machine machine) =>
        message.Notice == Notice.CardChanged ? machine.Home : Conversation.Direct(machine.Home.Channel, machine.Owner);

    private async Task ShowAsync(StoredMessage message, Machine found, HashSet<Conversation> held, CancellationToken cancellationToken)
    {
        var clock = new Clock(time.GetUtcNow(), policy.Now.TimeZone);
        var machine = IdleWarning.Told(Lease.Told(found, message.Message, clock.Now), message.Message, clock.Now);
        if (message.Message.Notice == Notice.CardChanged) await ShowCardAsync(machine, message.Key, clock, cancellationToken);
        else if (NoticeCard.Build(message.Message, machine, clock) is { } notice)
        {
            if (IsForManagers(message.Message, machine)) await ShowManagersAsync(message, machine, notice, cancellationToken);
            else await ShowOwnerAsync(message, machine, notice, held, cancellationToken);
        }
    }

    /// <summary>A warning and what becomes of it are one card.</summary>
    private static string KeyOf(StoredMessage message, Machine machine) =>
        message.Message is { Notice: Notice.ReapWarning or Notice.ReapAnswered or Notice.RehearsalAnswered, Kept: { } at }
            ? ReapCards.Key(machine, at)
            : message.Key;

    /// <summary>A rehearsal is none of the owner's business; a GPU that is held for very long is not the owner's alone.</summary>
    private static bool IsForManagers(OutboxMessage message, Machine machine) => message.Notice switch
    {
        Notice.ReapWarning => machine.Idle?.Warning is { IsRehearsal: true } warning && warning.At == message.Kept,
        Notice.RehearsalAnswered => true,
        Notice.GpuHeld => machine.Idle?.HeldTold == HeldTold.Managers,
        _ => false,
    };

    /// <exception cref="UnreachableConversationException">Nobody has been told.</exception>
    private async Task ShowManagersAsync(StoredMessage message, Machine machine, Card notice, CancellationToken cancellationToken)
    {
        var managers = policy.Now.Team(machine.Team)?.Managers ?? [];
        if (!await channel.ShowAsync(managers, KeyOf(message, machine), notice, log, cancellationToken))
            throw new UnreachableConversationException($"No manager of {machine.Team} has been told.");
    }

    private async Task ShowOwnerAsync(
        StoredMessage message, Machine machine, Card notice, HashSet<Conversation> held, CancellationToken cancellationToken)
    {
        try
        {
            await channel.PutAsync(PlaceOf(message.Message, machine), KeyOf(message, machine), notice, cancellationToken);
        }
        catch (UnreachableConversationException)
        {
            await ShowElsewhereAsync(message, machine, notice, held, cancellationToken);
        }
    }

    /// <summary>Its owner cannot be written to: shows the notice where the machine was launched, if others are there to see it.</summary>
    /// <exception cref="UnreachableConversationException">Neither is possible, and it is worth waiting.</exception>
    private async Task ShowElsewhereAsync(
        StoredMessage message, Machine machine, Card notice, HashSet<Conversation> held, CancellationToken cancellationToken)
    {
        try
        {
            if (machine.Home.IsDirect) throw new UnreachableConversationException("Its owner cannot be written to.");
            if (held.Contains(machine.Home)) throw new BusyConversationException("Something waits where the machine was launched.");
            var whose = new CardElement.Text($"For {Person.HandleOf(machine.Owner)}, who cannot be written to.", TextStyle.Subtle);
            await channel.PutAsync(machine.Home, KeyOf(message, machine), notice with { Body = notice.Body.Insert(0, whose) }, cancellationToken);
        }
        catch (UnreachableConversationException e) when (IsTooLate(message.Message, machine, time.GetUtcNow()))
        {
            Log.Unreachable(log, message.Key, e.Message);
        }
    }

    /// <summary>Who removes the bot does not get an endless lease, and what is said of machines of the past does not wait for ever.</summary>
    private static bool IsTooLate(OutboxMessage message, Machine machine, DateTimeOffset now) =>
        message.Notice == Notice.LeaseEnding && now >= machine.LeaseEndsAt + WaitAfterLease || now >= machine.GoneAt + WaitWhenGone;

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
