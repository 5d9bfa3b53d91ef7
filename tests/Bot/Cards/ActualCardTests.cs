using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Actuals;
using ChatOps.Core.Metering;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

public sealed class ActualCardTests
{
    private static readonly Month November = Month.Of(new DateOnly(2026, 11, 1), TimeZoneInfo.Utc);

    internal static readonly Dictionary<string, Card> Cards = new()
    {
        ["more"] = Off(Day(9, 88.15m, 94.32m), Day(10, 44.08m, 49.90m)),
        ["less"] = Off(Day(9, 88.15m, 70.52m)),
        ["not-estimated"] = Off(Day(9, 0, 12.4m)),
        ["corrected"] = ActualCards.Settled(
            new ToldDeviation("actuals-vision-20261109", "vision", new DateOnly(2026, 11, 9), new DateOnly(2026, 11, 10), ""), BotDesk.Policy),
        ["team"] = ActualCards.OfTeam(BotDesk.Policy.Teams[0], In(
            Team("vision", Day(9, 88.15m, 94.32m), Day(10, 44.08m, 44.08m), Unsettled(16, 20, 3), Unsettled(17, 20, 0)))),
        ["team-not-settled"] = ActualCards.OfTeam(BotDesk.Policy.Teams[0], In(Team("vision", Unsettled(17, 20, 0)))),
        ["team-nothing"] = ActualCards.OfTeam(BotDesk.Policy.Teams[0], In(Team("vision"))),
        ["team-in-another-currency"] = ActualCards.OfTeam(BotDesk.Policy.Teams[0], In(Team("vision", Day(9, 88.15m, 0))) with { OtherCurrency = "EUR" }),
        ["all"] = ActualCards.OfAll(
            In(Team("vision", Day(9, 88.15m, 94.32m)), Team("speech", Day(9, 10, 10)), Team("forgotten", Day(9, 0, 30))) with { Untagged = 1.2m },
            BotDesk.Policy),
        ["all-nothing"] = ActualCards.OfAll(In(), BotDesk.Policy),
    };

    public static TheoryData<string> Names => [.. Cards.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Actual.{name}.txt", TextRenderer.Render(Cards[name]));

    private static Card Off(params ReconciledDay[] days) => ActualCards.Off(new Deviation("vision", [.. days]), "USD", BotDesk.Policy);

    private static Reconciliation In(params TeamReconciliation[] teams) => new(November, "USD", [.. teams], 0, null, new DateOnly(2026, 11, 14));

    private static TeamReconciliation Team(string name, params ReconciledDay[] days) => new(name, [.. days]);

    private static ReconciledDay Unsettled(int day, decimal estimated, decimal actual) => Day(day, estimated, actual) with { IsSettled = false };

    private static ReconciledDay Day(int day, decimal estimated, decimal actual) => new(new DateOnly(2026, 11, day), estimated, actual, IsSettled: true);
}
