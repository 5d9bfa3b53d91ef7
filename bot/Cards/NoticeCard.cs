using System.Diagnostics;
using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>The short message that tells an owner of something; the machine's card, edited in place, tells it quietly.</summary>
public static class NoticeCard
{
    /// <summary>Null when the message has become moot, e.g. a warning of a lease that was extended meanwhile.</summary>
    public static Card? Build(OutboxMessage message, Machine machine, Clock clock) => message.Notice switch
    {
        // It stood still when this was written; somebody has started or terminated it since.
        Notice.LeaseEnded or Notice.Evicted or Notice.StartFailed or Notice.StoppedOutside when machine.Wanted != Wanted.Stopped => null,
        Notice.Ready => machine.Phase == Phase.Running ? Ready(machine, clock) : null,
        Notice.Failed => new Card { Title = $"{machine.Name} failed", Tone = Tone.Bad }
            .Add(new CardElement.Text(machine.Failure?.Summary ?? "It did not become what its blueprint promises."))
            .Add(machine.Failure?.Output is { } output ? new CardElement.Code(output, MachineCard.LastLines) : null)
            .Add(new CardElement.Text(WhatIsLeft(machine, clock), TextStyle.Subtle))
            .Add(IsKept(machine) ? MachineButtons.Connect(machine) : new CardButton("Launch again", $"launch {machine.Blueprint.Name}")),
        Notice.LeaseEnding => machine is { LeaseEndsAt: { } end, Wanted: not Wanted.Deleted, Phase: Phase.Running or Phase.Failed } && end == message.Kept
            ? LeaseEnding(machine, clock)
            : null,
        Notice.LeaseEnded => new Card { Title = $"{machine.Name}'s lease has ended", Tone = Tone.Warning }
            .Add(new CardElement.Text("It is being stopped, and then no longer costs compute. Its disks are kept; start it again for a new lease."))
            .Add(MachineButtons.Start(machine))
            .Add(MachineButtons.Terminate(machine)),
        Notice.Evicted => new Card { Title = $"{machine.Name} was evicted", Tone = Tone.Warning }
            .Add(new CardElement.Text("It was deallocated in Azure, most likely because the spot capacity was taken back. "
                + "Its disks are kept; start it again when there is room, or launch without --spot."))
            .Add(MachineButtons.Start(machine))
            .Add(MachineButtons.Terminate(machine)),
        Notice.StartFailed => new Card { Title = $"{machine.Name} could not be started", Tone = Tone.Bad }
            .Add(new CardElement.Text(machine.Failure?.Summary ?? "Azure did not start it. Try again later; its disks are kept."))
            .Add(MachineButtons.Start(machine)),
        Notice.StoppedOutside => new Card { Title = $"{machine.Name} was shut down", Tone = Tone.Warning }
            .Add(new CardElement.Text("It was shut down on the machine or in the portal, and is now deallocated, "
                + "because it would cost compute otherwise. Its disks are kept."))
            .Add(MachineButtons.Start(machine)),
        Notice.StartedOutside => machine is { Phase: Phase.Running, Failure: { } failure }
            ? new Card { Title = $"{machine.Name} was started in the portal", Tone = Tone.Warning }
                .Add(new CardElement.Text($"{failure.Summary} It is left running, because somebody may be using it, until {Until(machine, clock)}."))
                .Add(failure.Output is { } lines ? new CardElement.Code(lines, MachineCard.LastLines) : null)
                .Add(MachineButtons.Stop(machine))
            : null,
        Notice.Refused => machine.Trouble is { } trouble
            ? new Card { Title = $"{machine.Name} cannot be {(machine.Wanted == Wanted.Deleted ? "deleted" : "stopped")}", Tone = Tone.Bad }
                .Add(new CardElement.Text($"{trouble} {MachineCard.StillCosts}"))
                .Add(machine.AwaitsSnapshots ? MachineButtons.Terminate(machine) : null)
            : null,
        Notice.Vanished => new Card { Title = $"{machine.Name} is gone", Tone = Tone.Bad }
            .Add(new CardElement.Text(machine.Failure?.Summary ?? "Its VM is gone from Azure."))
            .Add(new CardButton("Launch again", $"launch {machine.Blueprint.Name}")),
        Notice.ReapWarning => ReapCards.Warning(machine, message.Kept, clock),
        Notice.ReapAnswered => ReapCards.Answered(machine, message.Kept, clock),
        Notice.RehearsalAnswered => ReapCards.RehearsalAnswered(machine, message.Kept),
        Notice.Reaped => machine.Wanted == Wanted.Running ? null : ReapCards.Reaped(machine),
        Notice.GpuHeld => ReapCards.Held(machine),
        Notice.QuietInUse => ReapCards.QuietInUse(machine),
        Notice.EvictionComing => ReapCards.EvictionComing(machine, message.Kept, clock),
        Notice.StoppedForOwner => machine.Wanted == Wanted.Stopped ? ReapCards.StoppedForOwner(machine) : null,
        Notice.KeepRefused => ReapCards.KeepRefused(machine),
        Notice.CardChanged => throw new UnreachableException("The card itself is no notice."),
    };

    /// <summary>What failed before there was a VM has nothing that could be kept, and no lease.</summary>
    private static bool IsKept(Machine machine) => machine is { KeepOnFailure: true, LeaseEndsAt: not null };

    private static string WhatIsLeft(Machine machine, Clock clock)
    {
        if (IsKept(machine)) return $"It is kept for debugging until {Until(machine, clock)}, and costs until then; terminate it when you are done.";
        return machine.IsGone ? "Everything it had created is removed." : "Everything it had created is being removed.";
    }

    private static Card Ready(Machine machine, Clock clock)
    {
        var checks = Plural.Of(machine.Checks.Length, "check");
        var took = Durations.Show((machine.RunningSince ?? clock.Now) - Began(machine));
        return new Card { Title = $"{machine.Name} is Running", Tone = Tone.Good }
            .Add(new CardElement.Text(
                $"{machine.Blueprint}, proven by {checks} on the machine. Ready after {took}; yours until {Until(machine, clock)}."))
            .Add(MachineButtons.Connect(machine));
    }

    private static Card LeaseEnding(Machine machine, Clock clock)
    {
        var happens = machine.Phase == Phase.Failed ? "is deleted" : "stops";
        var card = new Card { Title = $"{machine.Name} {happens} at {Until(machine, clock)}", Tone = Tone.Warning };
        return machine.Phase == Phase.Failed
            ? card.Add(new CardElement.Text("It was kept for debugging; its lease ends then."))
            : card.Add(new CardElement.Text("Its lease ends then. Save your work, or extend it."))
                .Add(MachineButtons.Extend(machine, TimeSpan.FromHours(1)))
                .Add(MachineButtons.Extend(machine, TimeSpan.FromHours(4)))
                .Add(MachineButtons.Stop(machine));
    }

    private static string Until(Machine machine, Clock clock) => clock.Until(Lease.End(machine));

    private static DateTimeOffset Began(Machine machine) => machine.Start == 1 || machine.Stages.IsEmpty ? machine.LaunchedAt : machine.Stages[0].StartedAt;
}
