using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Tests.Bot.Cards;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>All the cards that the product makes, by the names of their snapshots as text.</summary>
internal static class AllCards
{
    private static readonly Clock Clock = new(Some.Now, BotDesk.Policy.TimeZone);

    public static IReadOnlyDictionary<string, Card> All { get; } = CardTests.Cards
        .Concat(MachineCardTests.Machines.Select(machine => KeyValuePair.Create($"Machine.{machine.Key}", MachineCard.Build(machine.Value, Clock))))
        .Concat(NoticeCardTests.Names.Select(name => KeyValuePair.Create($"Notice.{name.Data}", NoticeCardTests.Of(name.Data))))
        .Concat(PoisonCardTests.Cards.Select(card => KeyValuePair.Create($"Poison.{card.Key}", card.Value)))
        .Concat(RequestCardTests.Cards.Select(card => KeyValuePair.Create($"Request.{card.Key}", card.Value)))
        .Concat(BudgetCardTests.Cards.Select(card => KeyValuePair.Create($"Budget.{card.Key}", card.Value)))
        .Concat(CostCardTests.Cards.Select(card => KeyValuePair.Create($"Cost.{card.Key}", card.Value)))
        .Concat(CostCardTests.Reports.Select(card => KeyValuePair.Create($"Report.{card.Key}", card.Value)))
        .Concat(UtilizationCardTests.Cards.Select(card => KeyValuePair.Create($"Utilization.{card.Key}", card.Value)))
        .Concat(ActualCardTests.Cards.Select(card => KeyValuePair.Create($"Actual.{card.Key}", card.Value)))
        .Concat(SavingsCardTests.Cards.Select(card => KeyValuePair.Create($"Savings.{card.Key}", card.Value)))
        .Concat(QuotaCardTests.Cards.Select(card => KeyValuePair.Create($"Quota.{card.Key}", card.Value)))
        .Concat(AuditCardTests.Cards.Select(card => KeyValuePair.Create($"Audit.{card.Key}", card.Value)))
        .Concat(ReapCardTests.Cards.Select(card => KeyValuePair.Create($"Reap.{card.Key}", card.Value)))
        .Concat(IdleCardTests.Why.Select(card => KeyValuePair.Create($"Why.{card.Key}", card.Value)))
        .Concat(IdleCardTests.Idle.Select(card => KeyValuePair.Create($"Idle.{card.Key}", card.Value)))
        .Concat(IdleCardTests.Silence.Select(card => KeyValuePair.Create($"Silence.{card.Key}", card.Value)))
        .Concat(Help())
        .ToDictionary();

    /// <summary>Cards that the product does not make yet: each kind of chart.</summary>
    public static IReadOnlyDictionary<string, Card> Made { get; } = new Dictionary<string, Card>
    {
        ["Chart.donut"] = Chart(ChartKind.Donut, "h", "2026-11-19"),
        ["Chart.line"] = Chart(ChartKind.Line, "USD", "vision", "speech"),
        ["Chart.bars"] = Chart(ChartKind.Bar, "EUR", "vision", "speech"),
        ["Chart.counts"] = Chart(ChartKind.Bar, "", "vision"),
    };

    /// <summary>One in which a card is drawn with all that it can have.</summary>
    public static AdaptivePlace Place { get; } = new() { Key = "machine-1", Viewers = ["29:a", "29:b"] };

    private static Card Chart(ChartKind kind, string unit, params string[] names) => new Card { Title = "A chart" }.Add(new CardElement.Chart(
        "Spent",
        kind,
        unit,
        [.. names.Select(name => new ChartSeries(name, [new ChartPoint("2026-11-19", 12.345m), new ChartPoint("2026-11-20", 0)]))]));

    private static IEnumerable<KeyValuePair<string, Card>> Help()
    {
        using var desk = new BotDesk();
        return
        [
            KeyValuePair.Create("Help", HelpCard.Build(desk.Commands)),
            .. desk.Commands.Select(command => KeyValuePair.Create($"Help.{command.Syntax.Name}", HelpCard.On(command.Syntax))),
        ];
    }
}
