using ChatOps.Core.Machines;
using ChatOps.Core.Sizes;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>Asks before a machine is taken from under what runs on it.</summary>
public static class ResizeCard
{
    /// <param name="perHour">Of the size; null when none is known.</param>
    public static Card Ask(Machine machine, GpuSize size, Money? perHour) => new Card { Title = $"Resize {machine.Name}?", Tone = Tone.Warning }
        .Add(new CardElement.Text("What runs on it ends: it is stopped, and started again in its new size. Its disks and what is on them are kept."))
        .Add(new CardElement.Facts(
        [
            new Fact("Now", Describe(machine.Size, machine.Spot, machine.PerHour)),
            new Fact("Then", Describe(size, machine.Spot, perHour)),
        ]))
        .Add(new CardElement.Text(
            $"Its checks run again, and it has a new lease of {Durations.Show(machine.LeaseLength)} from when it runs. "
            + "If Azure has no room for the new size, it stays stopped and keeps the one it has.",
            TextStyle.Subtle))
        .Add(new CardButton("Resize", $"resize {MachineButtons.This(machine)} --size {size.Name} --yes", ButtonStyle.Danger));

    /// <summary>A size with what one decides on it by.</summary>
    public static string Describe(GpuSize size, bool spot, Money? perHour) =>
        $"{size.Name} ({size.Gpus}{(spot ? ", spot" : "")}, {PriceWords.PerHourOr(perHour, "no price is known")})";
}
