using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Bot.Cards;

public static class HistoryCard
{
    public static Card Build(Machine machine, ImmutableArray<MachineEvent> events, Clock clock)
    {
        var card = new Card { Title = $"History of {machine.Name}" }
            .Add(new CardElement.Table(["When", "What", "Who"], [.. events.Select(e => Row(e, clock))]));
        if (machine.CostAt(clock.Now) is not { } cost) return card;
        return card.Add(new CardElement.Text($"{cost} {(machine.IsGone ? "in all" : "so far")} ({PriceWords.Note}).", TextStyle.Subtle));
    }

    private static ImmutableArray<string> Row(MachineEvent happened, Clock clock) =>
        [clock.Time(happened.At), happened.Text, happened.By is { } by ? Person.HandleOf(by) : ""];
}
