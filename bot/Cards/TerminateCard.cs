using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Bot.Cards;

/// <summary>Asks before something is lost, and names what.</summary>
public static class TerminateCard
{
    /// <param name="blueprint">Null when the repository no longer has it.</param>
    public static Card Ask(Machine machine, Blueprint? blueprint, Clock clock)
    {
        var card = new Card { Title = $"Delete {machine.Name} for good?", Tone = Tone.Warning }
            .Add(new CardElement.Text("This cannot be undone. You lose:"))
            .Add(new CardElement.Facts(Losses(machine, blueprint, clock)));
        if (blueprint is { Mounts.IsEmpty: false })
        {
            var mounts = string.Join(" and ", blueprint.Mounts.Select(m => m.Path));
            card = card.Add(new CardElement.Text($"What lies on {mounts} is kept: it is shared.", TextStyle.Subtle));
        }
        card = card.Add(new CardButton("Terminate", $"terminate {MachineButtons.This(machine)} --yes", ButtonStyle.Danger));
        return machine.Phase == Phase.Running ? card.Add(MachineButtons.Stop(machine)) : card;
    }

    private static ImmutableArray<Fact> Losses(Machine machine, Blueprint? blueprint, Clock clock)
    {
        var facts = ImmutableArray.CreateBuilder<Fact>();
        var phase = machine.Phase.ToString().ToLowerInvariant();
        facts.Add(new Fact(
            "The machine",
            $"{machine.Blueprint} of {Person.HandleOf(machine.Owner)}, launched {clock.Since(machine.LaunchedAt)} ago, {phase}"));
        facts.Add(new Fact("System disk", $"everything in home folders and /opt{(blueprint is null ? "" : $" ({blueprint.Machine.OsDisk.SizeGiB} GiB)")}"));
        if (blueprint is null) facts.Add(new Fact("Data disk", "everything on it, if it has one"));
        if (blueprint?.Machine.DataDisk is { } disk) facts.Add(new Fact("Data disk", $"everything in {disk.Path} ({disk.SizeGiB} GiB)"));
        return facts.ToImmutable();
    }
}
