using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>The short answers to an order. The machine's own card follows what becomes of it.</summary>
public static class OrderedCard
{
    public static Card Stopping(Machine machine) => machine.Phase is Phase.Stopped or Phase.Evicted
        ? new Card { Title = $"{machine.Name} is stopped already" }.Add(MachineButtons.Start(machine))
        : new Card { Title = $"Stopping {machine.Name}", Tone = Tone.Progress }
            .Add(new CardElement.Text($"Its disks and what is on them are kept. `start {machine.Name}` brings it back."));

    public static Card Starting(Ordered ordered) => Starting(ordered.Machine, ordered.Changed);

    private static Card Starting(Machine machine, bool isNew) => machine switch
    {
        { Phase: Phase.Running } => new Card { Title = $"{machine.Name} is running already", Tone = Tone.Good }.Add(MachineButtons.Connect(machine)),
        { Phase: Phase.Stopping } => new Card { Title = $"{machine.Name} is started when it has stopped", Tone = Tone.Progress },
        { IsStarting: true } when !isNew => new Card { Title = $"{machine.Name} is on its way already", Tone = Tone.Progress },
        _ => new Card { Title = $"Starting {machine.Name}", Tone = Tone.Progress }
            .Add(new CardElement.Text(
                $"Its checks run again; you are told when it is ready. Its lease is {Durations.Show(machine.LeaseLength)} from then.")),
    };

    /// <summary>A request that comes again is told how it is by then.</summary>
    public static Card Resizing(Ordered ordered) => ordered.Machine switch
    {
        { Resize: null } machine => new Card { Title = $"{machine.Name} is {machine.Placement.Size}{(ordered.Changed ? "" : " already")}" },
        { Wanted: Wanted.Running } machine => new Card { Title = $"Resizing {machine.Name}", Tone = Tone.Progress }
            .Add(new CardElement.Text($"It becomes {ResizeCard.Describe(machine.NextSize, machine.Spot, machine.NextPerHour)}. "
                + $"Its checks run again; you are told when it is ready. Its lease is {Durations.Show(machine.LeaseLength)} from then.")),
        var machine => new Card { Title = $"{machine.Name} is resized when it is next started", Tone = Tone.Good }
            .Add(new CardElement.Text($"It becomes {ResizeCard.Describe(machine.NextSize, machine.Spot, machine.NextPerHour)}."))
            .Add(MachineButtons.Start(machine)),
    };

    public static Card Extended(Machine machine, TimeSpan by, Clock clock) =>
        new Card { Title = $"{machine.Name} is yours until {clock.Until(Lease.End(machine))}", Tone = Tone.Good }
            .Add(new CardElement.Text(machine.PerHour is { } price
                ? $"{Durations.Show(by)} more, about {price * by.TotalHours}."
                : $"{Durations.Show(by)} more."));

    /// <summary>The warning, where there was one, is edited besides: this is what was ordered, and not the same once more.</summary>
    /// <param name="asked">For how long it was to be kept; each time without use in between it is for less.</param>
    public static Card Keeping(Machine machine, TimeSpan asked, Clock clock)
    {
        var (until, kept) = (machine.Idle?.KeptUntil ?? clock.Now, machine.Idle?.KeptUntil - machine.Idle?.KeptAt);
        return new Card { Title = $"Keeping {machine.Name}", Tone = Tone.Good }.Add(new CardElement.Text(
            machine.Phase is Phase.Stopped or Phase.Evicted ? $"It is not deleted before {clock.Until(until)}. `terminate {machine.Name}` deletes it."
            : kept < asked ? $"Until {clock.Until(until)}, which is the longest just now: `help keep` says why. `stop {machine.Name}` when you are done."
            : $"Until {clock.Until(until)}. `stop {machine.Name}` when you are done."));
    }

    public static Card Terminating(Machine machine) => new Card { Title = $"Deleting {machine.Name}", Tone = Tone.Progress }
        .Add(new CardElement.Text("With its disks and all that is on them."));
}
