using System.Collections.Immutable;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>Tells a team's managers that a good part of the month's budget is spent, and what spends it.</summary>
public static class BudgetCard
{
    /// <summary>Those that cost most.</summary>
    private const int MostRows = 3;

    /// <param name="own">The team's live machines.</param>
    /// <param name="clock">In the team's time zone.</param>
    public static Card Build(Team team, Budget budget, string currency, IReadOnlyCollection<Machine> own, Clock clock)
    {
        var month = $"{budget.Month.First:MMMM}";
        var isSpent = budget.Reached >= 100;
        var billed = own.Where(machine => machine.BilledSince is not null).ToList();
        return new Card
        {
            Title = isSpent
                ? $"{team.Title} has spent its budget for {month}"
                : $"{team.Title} has spent {Percent(budget.Spent, budget.Most)} % of its budget for {month}",
            Tone = budget.Reached switch { >= 100 => Tone.Bad, >= 80 => Tone.Warning, _ => Tone.Plain },
        }
            .Add(new CardElement.Facts(
            [
                new Fact("Spent", $"{Bar(budget.Spent)} of {new Money(budget.Most, currency)}"),
                new Fact("Planned", $"{Bar(budget.Forecast.Planned)} when the leases of now have ended"),
                new Fact("Forecast", $"{Bar(budget.Forecast.Expected)} if {month} goes on like this"),
            ]))
            .Add(Dearest(billed, clock))
            .Add(new CardElement.Text(isSpent
                ? "From now on launches, starts and extensions take an approval. What runs goes on as it is, and is charged."
                : "Nothing changes yet. Once all of it is spent, launches, starts and extensions take an approval; what runs then goes on."))
            .Add(new CardElement.Text(Note(billed), TextStyle.Subtle))
            .Add(new CardButton("List", "list team"));

        string Bar(decimal amount) => $"{TextBar.Of(amount, budget.Most)} {new Money(amount, currency)}";
    }

    /// <summary>A whole one is only said of all of it.</summary>
    private static int Percent(decimal amount, decimal most) => (int)Math.Floor(amount * 100 / most);

    private static CardElement.Table? Dearest(IEnumerable<Machine> billed, Clock clock)
    {
        var rows = billed.Where(machine => machine.PerHour is not null)
            .OrderByDescending(machine => machine.PerHour?.Amount)
            .ThenBy(machine => machine.Name, StringComparer.Ordinal)
            .Take(MostRows)
            .Select(machine => Row(machine, clock))
            .ToImmutableArray();
        return rows.IsEmpty ? null : new CardElement.Table(["Costs most now", "Whose", "Per hour", "Until"], rows);
    }

    private static ImmutableArray<string> Row(Machine machine, Clock clock) =>
    [
        machine.Name,
        Person.HandleOf(machine.Owner),
        $"{machine.PerHour}",
        machine.LeaseEndsAt is null ? "–" : clock.Until(Lease.End(machine)),
    ];

    private static string Note(List<Machine> billed)
    {
        var prices = billed.Select(machine => machine.PerHour).OfType<Money>().ToList();
        var unknown = billed.Count - prices.Count;
        var now = prices is [var first, ..] ? $"Together {first with { Amount = prices.Sum(price => price.Amount) }} per hour now" : "Nothing of it runs now";
        var more = unknown == 0 ? "" : $", and {Plural.Of(unknown, "machine")} of unknown price not counted";
        return $"{now}{more}. Estimated by list prices: what is spent with its disks, the rest without.";
    }
}
