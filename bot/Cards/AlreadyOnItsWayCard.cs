using ChatOps.Core.Machines;

namespace ChatOps.Bot.Cards;

/// <summary>Asked twice for the same: most people want one.</summary>
public static class AlreadyOnItsWayCard
{
    public static Card Build(Machine machine, string said, Clock clock) => new Card { Title = $"{machine.Name} is already on its way", Tone = Tone.Warning }
        .Add(new CardElement.Text($"You launched it from {machine.Blueprint} {clock.Since(machine.LaunchedAt)} ago. Another one costs again."))
        .Add(new CardButton("Show it", $"status {MachineButtons.This(machine)}", ButtonStyle.Primary))
        .Add(new CardButton("Launch another", $"{said} --another"));
}
