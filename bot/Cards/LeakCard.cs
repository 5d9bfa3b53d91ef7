using System.Collections.Immutable;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>Tells the admins what was found in Azure that belongs to no machine, and what became of it.</summary>
public static class LeakCard
{
    /// <summary>As many as a person reads; the rest is counted.</summary>
    private const int MostRows = 20;

    /// <param name="found">What one report is about, each with the machine it once belonged to, if that is known.</param>
    public static Card Build(IReadOnlyCollection<(Orphan Orphan, Machine? Machine)> found)
    {
        var (gone, held) = (found.Count(f => f.Orphan.GoneAt is not null), found.Count(f => f.Orphan is { IsHeld: true, GoneAt: null }));
        var card = new Card { Title = Title(found.Count, gone, held), Tone = gone == found.Count ? Tone.Good : Tone.Warning }
            .Add(new CardElement.Table(["What", "Name", "Of", "Now"], [.. found.Take(MostRows).Select(f => Row(f.Orphan, f.Machine))]));
        if (found.Count > MostRows) card = card.Add(new CardElement.Text($"… and {found.Count - MostRows} more.", TextStyle.Subtle));
        return card.Add(new CardElement.Text(held > 0
            ? "So much at once is more likely a wrong or empty table than a leak, so nothing of it is deleted. "
                + "Check which storage the product is connected to; if it is the right one, delete these by hand."
            : $"They carry our tag or name and belong to no live machine for {Durations.Show(LeakSweep.Grace)} or longer."));
    }

    private static string Title(int all, int gone, int held)
    {
        var leftovers = Plural.Of(all, "leftover");
        if (held > 0) return $"{leftovers} in Azure, left alone";
        return gone == all ? $"{leftovers} in Azure removed" : $"{leftovers} in Azure being removed";
    }

    private static ImmutableArray<string> Row(Orphan orphan, Machine? machine) =>
    [
        Describe(orphan.Kind),
        orphan.Name,
        machine is null ? $"unknown machine {orphan.Machine}" : $"{machine.Name} ({Person.HandleOf(machine.Owner)})",
        orphan switch
        {
            { GoneAt: not null } => "removed",
            { IsHeld: true } => "left alone",
            { Refusal: { } code } => $"Azure refuses: {code}",
            _ => "being removed",
        },
    ];

    private static string Describe(ResourceKind kind) => kind switch
    {
        ResourceKind.Vm => "virtual machine",
        ResourceKind.RunCommand => "run command",
        ResourceKind.Nic => "network interface",
        ResourceKind.PublicIp => "public IP",
        ResourceKind.Disk => "disk",
    };
}
