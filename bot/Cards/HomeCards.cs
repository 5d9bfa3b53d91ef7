using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>What a person sees of their own: their machines, what their teams have spent, and where to begin.</summary>
public static class HomeCards
{
    /// <summary>Each with its buttons; more of them are in a list.</summary>
    private const int MostCards = 8;

    /// <param name="seen">Live machines of the person's own and of their teams.</param>
    public static ImmutableArray<Card> Build(Person person, IReadOnlyList<Machine> seen, Clock clock)
    {
        var own = seen.Where(machine => machine.Owner == person.Email).OrderBy(machine => machine.Name, StringComparer.Ordinal).ToImmutableArray();
        var cards = ImmutableArray.CreateBuilder<Card>();
        cards.Add(Start(person, own));
        if (own.Length > MostCards) cards.Add(MachineListCard.Build(own, "mine", person, clock));
        else cards.AddRange(own.Select(machine => MachineCard.Build(machine, clock)));
        foreach (var team in person.Teams) cards.Add(Team(team, [.. seen.Where(machine => machine.Team == team.Name)], clock));
        return cards.ToImmutable();
    }

    private static Card Start(Person person, ImmutableArray<Machine> own)
    {
        var (title, mayLaunch) = (own.IsEmpty ? "You have no machine" : $"Your machines ({own.Length})", person.May(Need.Team));
        return new Card { Title = title }
            .Add(own.IsEmpty && mayLaunch ? new CardElement.Text("Launch one here, or write `/gpu launch pytorch-a100 for 4 hours` anywhere.") : null)
            .Add(mayLaunch
                ? new CardButton("Launch a machine", "launch", ButtonStyle.Primary)
                : new CardButton("All machines", "list all", ButtonStyle.Primary))
            .Add(new CardButton("Catalog", "catalog"))
            .Add(new CardButton("Help", "help"));
    }

    private static Card Team(Team team, ImmutableArray<Machine> machines, Clock clock)
    {
        if (machines.IsEmpty) return new Card { Title = team.Title }.Add(new CardElement.Text($"{team.Title} has no machine."));
        var (spent, perHour) = (Sum(machines.Select(machine => machine.CostAt(clock.Now))), Sum(machines.Where(IsBilled).Select(machine => machine.PerHour)));
        var unknown = machines.Count(machine => machine.PerHour is null);
        var owners = machines.Select(machine => Person.HandleOf(machine.Owner)).Distinct().Order(StringComparer.Ordinal);
        var facts = ImmutableArray.Create(
            new Fact("Machines", $"{machines.Length}, of {Listing.And(owners)}"),
            new Fact("Spent so far", spent?.ToString() ?? "nothing"),
            new Fact("Now", perHour is { } rate ? $"{rate} per hour" : "nothing"));
        var more = unknown > 0 ? $"; {Plural.Of(unknown, "machine")} of unknown price not counted" : "";
        return new Card { Title = team.Title }
            .Add(new CardElement.Facts(facts))
            .Add(new CardElement.Text($"Estimated by list prices, without disks, of the machines that there are{more}.", TextStyle.Subtle))
            .Add(new CardButton("List", "list team"));
    }

    private static bool IsBilled(Machine machine) => machine.BilledSince is not null;

    private static Money? Sum(IEnumerable<Money?> amounts)
    {
        var known = amounts.OfType<Money>().Where(money => money.Amount > 0).ToList();
        return known.Count == 0 ? null : new Money(known.Sum(money => money.Amount), known[0].Currency);
    }
}
