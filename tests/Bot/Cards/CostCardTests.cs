using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Metrics;
using ChatOps.Core.Reports;
using ChatOps.Core.Utilization;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Metering;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

public sealed class CostCardTests
{
    private static readonly ChatOps.Bot.Clock Clock = new(Some.Now, BotDesk.Policy.TimeZone);
    private static readonly TimeZoneInfo Zone = BotDesk.Policy.TimeZone;
    private static readonly CostPeriod Month = CostPeriod.Of("month", Some.Now, BotDesk.Policy.TimeZone);

    private static readonly DateOnly YesterdaysDate = CalendarDay.Of(Some.Now, Zone).Date.AddDays(-1);
    private static readonly CostPeriod Yesterday = CostPeriod.Day(YesterdaysDate, Zone);

    internal static readonly Dictionary<string, Card> Cards = new()
    {
        ["by-person"] = Team(CostSplit.Person),
        ["by-day"] = Team(CostSplit.Day),
        ["by-many"] = Split(
            "Contoso", Sheet([.. Enumerable.Range(0, 20).SelectMany(i => Used($"machine-{i:00}", i + 1, "scientist", 2))]), CostSplit.Machine),
        ["nothing"] = Split("Computer Vision", Sheet([]), CostSplit.Person),
        ["machine"] = Machine(Some.Running() with { LaunchedAt = Some.Now.AddDays(-3) }),
        ["machine-gone"] = Machine(Some.Stopped() with { LaunchedAt = Some.Now.AddDays(-3), GoneAt = Some.Now.AddHours(-1), BilledSince = null }),
        ["machine-unpriced"] = CostCards.OfMachine(
            Some.Running() with { PerHour = null, LaunchedAt = Some.Now.AddDays(-3) },
            Sheet([.. Used("ember-otter", 5, "scientist", 3).Select(record => record with { PerHour = null })]), Clock),
    };

    internal static readonly Dictionary<string, Card> Reports = new()
    {
        ["yesterday"] = ReportCard.Build(Spend("yesterday", MonthOf(8_200, 20_000))),
        ["month-without-a-budget"] = ReportCard.Build(Spend("month", MonthOf(8_200, most: null))),
        ["nothing"] = ReportCard.Build(
            SpendReport.Of("Computer Vision", Yesterday, Sheet([]), Zone, MonthOf(0, 20_000))),
        ["nothing-after-something"] = ReportCard.Build(
            SpendReport.Of("Computer Vision", Yesterday, Sheet([]), Zone, MonthOf(8_200, 20_000))),
        ["all"] = All(),
        ["digest"] = DigestCards.Build(Spend("yesterday", MonthOf(8_200, 20_000), Measured), missed: null),
        ["digest-after-an-outage"] = DigestCards.Build(Spend("yesterday", MonthOf(8_200, 20_000)), YesterdaysDate.AddDays(-2)),
    };

    public static TheoryData<string> ReportNames => [.. Reports.Keys];

    [Theory]
    [MemberData(nameof(ReportNames))]
    public void A_report_looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Report.{name}.txt", TextRenderer.Render(Reports[name]));

    public static TheoryData<string> Names => [.. Cards.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Cost.{name}.txt", TextRenderer.Render(Cards[name]));

    /// <param name="measured">What its GPUs did on the day of a stretch; null where nothing is measured.</param>
    private static SpendReport Spend(string word, MonthSpend month, Func<UsageRecord, UseDay>? measured = null)
    {
        var period = CostPeriod.Of(word, Some.Now, Zone);
        if (period.IsWholeDay) period = Yesterday;
        UsageRecord[] used =
        [
            .. Used("ember-otter", 6, "scientist", 9), .. Used("lunar-fox", 9, "scientist2", 3),
            .. Used("quiet-heron", 1, "manager", 2).Select(record => record with { Failed = true }),
        ];
        var sheet = new CostSheet(SpendReport.ReadFrom(period, Zone), Some.Now, "USD", [.. used]);
        var report = SpendReport.Of("Computer Vision", period, sheet, Zone, month) with { Team = BotDesk.Policy.Teams[0] };
        if (month.Most is not null) report = report with { Saved = SavingsCardTests.Month, Launches = Launches };
        if (measured is null) return report;
        var use = UtilizationSheet.Of(sheet.Within(sheet.Begin, period.End), used.Where(record => record.GpuHours > 0).Select(measured));
        return report.With(use, Zone);
    }

    /// <summary>Used for three quarters of the time or so.</summary>
    private static UseDay Measured(UsageRecord record)
    {
        var (day, minutes) = (CalendarDay.Of(record.From, Zone), (int)record.Billed.TotalMinutes);
        return new UseDay
        {
            Machine = record.Machine,
            Date = day.Date,
            Begin = day.Begin,
            End = day.End,
            GpuHours = record.GpuHours,
            Gpus = [new GpuUse { Gpu = 0, Measured = minutes, Used = minutes * (65 + day.Date.Day % 4 * 5) / 100, Work = minutes / 2 }],
        };
    }

    private static Card All()
    {
        var report = Spend("yesterday", MonthOf(8_900, most: null)) with { Title = "Contoso", Team = null };
        var (spent, none) = (report.Spent.Total, report.Spent.Total with { Compute = 0, Disks = 0, GpuHours = 0 });
        return ReportCard.Build(
            report with { Teams = [new TeamSpend("Computer Vision", spent, MonthOf(8_200, 20_000)), new TeamSpend("Speech", none, MonthOf(700, null))] });
    }

    private static LaunchTimes Launches => new(
        4, 1, 0, new Spread(3, TimeSpan.FromMinutes(6), TimeSpan.FromSeconds(510)), new Spread(3, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(3)),
        new Spread(1, TimeSpan.FromMinutes(12), TimeSpan.FromMinutes(12)));

    private static MonthSpend MonthOf(decimal spent, decimal? most) => new(
        ChatOps.Core.Metering.Month.Of(Some.Now, Zone), spent, most, new Forecast(9_000, 14_200));

    private static Card Team(CostSplit split) => Split(
        "Computer Vision",
        Sheet([
            .. Used("ember-otter", 6, "scientist", 4), .. Used("lunar-fox", 9, "scientist2", 3),
            .. Used("quiet-heron", 2, "manager", 1).Select(record => record with { PerHour = null }),
        ]),
        split);

    private static Card Split(string whose, CostSheet sheet, CostSplit split) =>
        CostCards.Of(whose, Month, split.Totals(sheet, BotDesk.Policy, Zone), split);

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
