using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Reports;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Metering;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

public sealed class CostCardTests
{
    private static readonly ChatOps.Bot.Clock Clock = new(Some.Now, BotDesk.Policy.TimeZone);
    private static readonly TimeZoneInfo Zone = BotDesk.Policy.TimeZone;
    private static readonly CostPeriod Month = CostPeriod.Of("month", Some.Now, BotDesk.Policy.TimeZone);

    internal static readonly Dictionary<string, Card> Cards = new()
    {
        ["by-person"] = Team(CostSplit.Person),
        ["by-day"] = Team(CostSplit.Day),
        ["by-many"] = CostCards.Of(
            "Contoso", Month, Sheet([.. Enumerable.Range(0, 20).SelectMany(i => Used($"machine-{i:00}", i + 1, "scientist", 2))]), CostSplit.Machine,
            BotDesk.Policy, BotDesk.Policy.TimeZone),
        ["nothing"] = CostCards.Of("Computer Vision", Month, Sheet([]), CostSplit.Person, BotDesk.Policy, BotDesk.Policy.TimeZone),
        ["machine"] = Machine(Some.Running() with { LaunchedAt = Some.Now.AddDays(-3) }),
        ["machine-gone"] = Machine(Some.Stopped() with { LaunchedAt = Some.Now.AddDays(-3), GoneAt = Some.Now.AddHours(-1), BilledSince = null }),
        ["machine-unpriced"] = CostCards.OfMachine(
            Some.Running() with { PerHour = null, LaunchedAt = Some.Now.AddDays(-3) },
            Sheet([.. Used("ember-otter", 5, "scientist", 3).Select(record => record with { PerHour = null })]), Clock),
    };

    internal static readonly Dictionary<string, Card> Reports = new()
    {
        ["yesterday"] = Report("yesterday", BudgetOf(8_200)),
        ["month-without-a-budget"] = Report("month", null),
        ["nothing"] = ReportCard.Build(
            SpendReport.Of(BotDesk.Policy.Teams[0], CostPeriod.Of("yesterday", Some.Now, Zone), Sheet([]), Zone, null), BotDesk.Policy),
    };

    public static TheoryData<string> ReportNames => [.. Reports.Keys];

    [Theory]
    [MemberData(nameof(ReportNames))]
    public void A_report_looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Report.{name}.txt", TextRenderer.Render(Reports[name]));

    public static TheoryData<string> Names => [.. Cards.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Cost.{name}.txt", TextRenderer.Render(Cards[name]));

    private static Card Report(string word, Budget? budget)
    {
        var period = CostPeriod.Of(word, Some.Now, Zone);
        UsageRecord[] used =
        [
            .. Used("ember-otter", 6, "scientist", 9), .. Used("lunar-fox", 9, "scientist2", 3),
            .. Used("quiet-heron", 1, "manager", 2).Select(record => record with { Failed = true }),
        ];
        var sheet = new CostSheet(SpendReport.ReadFrom(period, Zone), Some.Now, "USD", [.. used]).Within(DateTimeOffset.MinValue, period.End);
        return ReportCard.Build(SpendReport.Of(BotDesk.Policy.Teams[0], period, sheet, Zone, budget), BotDesk.Policy);
    }

    private static Budget BudgetOf(decimal spent) => new(
        ChatOps.Core.Metering.Month.Of(Some.Now, Zone), 20_000, spent, new Forecast(9_000, 14_200));

    private static Card Team(CostSplit split) => CostCards.Of(
        "Computer Vision", Month,
        Sheet([
            .. Used("ember-otter", 6, "scientist", 4), .. Used("lunar-fox", 9, "scientist2", 3),
            .. Used("quiet-heron", 2, "manager", 1).Select(record => record with { PerHour = null }),
        ]),
        split, BotDesk.Policy, BotDesk.Policy.TimeZone);

    private static Card Machine(Machine machine) => CostCards.OfMachine(
        machine, Sheet(Used("ember-otter", 6, "scientist", 3)) with { Begin = machine.LaunchedAt }, Clock);

    private static CostSheet Sheet(UsageRecord[] records) => new(Month.Begin, Some.Now, "USD", [.. records]);

    /// <summary>So many hours of each of the last days, and its disks all the time.</summary>
    private static UsageRecord[] Used(string name, int hours, string handle, int days)
    {
        var compute = Enumerable.Range(1, days)
            .Select(day => SampleUsage.From(Some.Now.AddDays(-day), hours))
            .Select(record => record with { Machine = new MachineId(name), Name = name, Owner = $"{handle}@contoso.example" })
            .ToArray();
        var disks = compute[0] with
        {
            Kind = UsageKind.Disks,
            From = Some.Now.AddDays(-days),
            To = Some.Now,
            Billed = TimeSpan.FromDays(days),
            PerHour = new Money(0.05m, "USD"),
        };
        return [.. compute, disks];
    }
}
