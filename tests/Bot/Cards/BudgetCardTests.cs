using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Words;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

public sealed class BudgetCardTests
{
    private static readonly ChatOps.Bot.Clock Clock = new(Some.Now, BotDesk.Policy.TimeZone);

    private static readonly Machine[] Machines =
    [
        Some.Running(),
        Some.Stopped("lunar-fox"),
        Some.OnItsWay("quiet-heron") with { Owner = BotDesk.Manager.Email },
        Some.Running("amber-wolf") with { PerHour = new Money(98.32m, "USD") },
        Some.Kept("jolly-crane"),
    ];

    internal static readonly Dictionary<string, Card> Cards = new()
    {
        ["half"] = Of(5_203.5m, Machines),
        ["most"] = Of(8_712.25m, [.. Machines, Some.Running("calm-ibis") with { PerHour = null }]),
        ["all"] = Of(10_020, Machines),
        ["all-and-nothing-runs"] = Of(10_020, [Some.Stopped()]),
    };

    public static TheoryData<string> Names => [.. Cards.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Budget.{name}.txt", TextRenderer.Render(Cards[name]));

    private static Card Of(decimal spent, Machine[] machines)
    {
        var month = Month.Of(Some.Now, BotDesk.Policy.TimeZone);
        var budget = new Budget(month, 10_000, spent, Forecast.Of(spent, machines, month, Some.Now));
        return BudgetCard.Build(BotDesk.Policy.Teams[0], budget, "USD", machines, Clock);
    }
}
