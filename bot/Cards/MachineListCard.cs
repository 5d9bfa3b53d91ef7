using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

public static class MachineListCard
{
    /// <summary>Those who spent most.</summary>
    private const int MostOwners = 8;

    /// <param name="scope">mine, team or all.</param>
    /// <param name="asker">Who asked; a channel reads it too.</param>
    public static Card Build(ImmutableArray<Machine> machines, string scope, Person asker, Clock clock)
    {
        var (whose, none) = scope switch
        {
            "mine" => ($"Machines of {asker.Handle}", $"{asker.Handle} has no machine"),
            "team" => ($"Machines of {Listing.And(asker.Teams.Select(t => t.Title))}", $"{Listing.And(asker.Teams.Select(t => t.Title))} has no machine"),
            _ => ($"All machines that {asker.Handle} may see", $"There is no machine that {asker.Handle} may see"),
        };
        if (machines.IsEmpty) return new Card { Title = none }.Add(new CardElement.Text("`launch` gets you one; `catalog` shows what there is."));
        var billed = machines.Where(m => m.BilledSince is not null).ToList();
        var perHour = billed.Select(m => m.PerHour).OfType<Money>().ToList();
        var card = new Card { Title = $"{whose} ({machines.Length})" }.Add(Table(machines, clock));
        if (perHour.Count == 0) return card.Add(ByOwner(machines, scope, clock));
        var together = new Money(perHour.Sum(p => p.Amount), perHour[0].Currency);
        var unknown = billed.Count - perHour.Count;
        var more = unknown == 0 ? "" : $", and {Plural.Of(unknown, "machine")} of unknown price";
        return card.Add(new CardElement.Text($"Together {together} per hour now{more} ({PriceWords.Note}).", TextStyle.Subtle))
            .Add(ByOwner(machines, scope, clock));
    }

    /// <summary>Null where there is nobody to compare with.</summary>
    private static CardElement.Chart? ByOwner(ImmutableArray<Machine> machines, string scope, Clock clock)
    {
        if (scope == "mine") return null;
        var costs = machines.Select(m => (m.Owner, Cost: m.CostAt(clock.Now))).Where(m => m.Cost is { Amount: > 0 }).ToList();
        var currency = costs.Select(m => m.Cost?.Currency).Distinct().ToList();
        var owners = costs.GroupBy(m => m.Owner)
            .Select(own => new ChartPoint(Person.HandleOf(own.Key), own.Sum(m => m.Cost?.Amount ?? 0)))
            .OrderByDescending(point => point.Value)
            .Take(MostOwners)
            .ToImmutableArray();
        return owners.Length < 2 || currency is not [{ } unit]
            ? null
            : new CardElement.Chart("Spent so far, by owner", ChartKind.Bar, unit, [new ChartSeries("Spent", owners)]);
    }

    private static CardElement.Table Table(ImmutableArray<Machine> machines, Clock clock)
    {
        var hasProjects = machines.Any(machine => machine.Project is not null);
        string[] project = hasProjects ? ["Project"] : [];
        ImmutableArray<string> columns = ["Machine", "State", "Blueprint", "GPUs", "Whose", .. project, "Until", "So far"];
        return new CardElement.Table(columns, [.. machines.Select(machine => Row(machine, hasProjects, clock))]);
    }

    private static ImmutableArray<string> Row(Machine machine, bool hasProjects, Clock clock) =>
    [
        machine.Name,
        machine.Phase.ToString(),
        machine.Blueprint.ToString(),
        machine.Size.Gpus + (machine.Spot ? ", spot" : ""),
        Person.HandleOf(machine.Owner),
        .. hasProjects ? [machine.Project ?? "–"] : Array.Empty<string>(),
        machine.LeaseEndsAt is null ? "–" : clock.Until(Lease.End(machine)),
        machine.CostAt(clock.Now)?.ToString() ?? "?",
    ];
}
