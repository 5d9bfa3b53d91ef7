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
    public static Card Build(IReadOnlyCollection<(Orphan Orphan, Machine? Machine)> found, Clock clock)
    {
        var (gone, held) = (found.Count(f => f.Orphan.GoneAt is not null), found.Count(f => f.Orphan is { IsHeld: true, GoneAt: null }));
        var isWaiting = found.Any(f => f.Orphan is { AskedAt: null, GoneAt: null });
        var card = new Card { Title = Title(found.Count, gone, held, isWaiting), Tone = gone == found.Count ? Tone.Good : Tone.Warning }
            .Add(new CardElement.Table(["What", "Name", "Of", "Now"], [.. found.Take(MostRows).Select(f => Row(f.Orphan, f.Machine, clock))]));
        if (found.Count > MostRows) card = card.Add(new CardElement.Text($"… and {found.Count - MostRows} more.", TextStyle.Subtle));
        return card.Add(new CardElement.Text(held > 0
            ? "So much at once is more likely a wrong or empty table than a leak, so nothing of it is deleted. "
                + "Check which storage the product is connected to; if it is the right one, delete these by hand."
            : found.Any(f => f is { Machine: null, Orphan: { AskedAt: null, GoneAt: null } })
                ? "They carry our tag or name, but no machine of that id was ever launched here. If they are another installation's, "
                    + "give that a resource group of its own before they are removed."
                : "They carry our tag or name and belong to no live machine."));
    }

    private static string Title(int all, int gone, int held, bool isWaiting)
    {
        var leftovers = Plural.Of(all, "leftover");
        if (held > 0) return $"{leftovers} in Azure, left alone";
        return gone == all ? $"{leftovers} in Azure removed" : $"{leftovers} in Azure {(isWaiting ? "found" : "being removed")}";
    }

    private static ImmutableArray<string> Row(Orphan orphan, Machine? machine, Clock clock) =>
    [
        Describe(orphan.Kind),
        orphan.Name,
        machine is null ? $"unknown machine {orphan.Machine}" : $"{machine.Name} ({Person.HandleOf(machine.Owner)})",
        orphan switch
        {
            { GoneAt: not null } => "removed",
            { IsHeld: true } => "left alone",
            { Refusal: { } code } => $"Azure refuses: {code}",
            { AskedAt: null } => $"is removed {clock.Until(orphan.DeleteAt)}",
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
        ResourceKind.Snapshot => "snapshot",
    };
}
