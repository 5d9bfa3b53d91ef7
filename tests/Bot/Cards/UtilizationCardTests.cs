using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Metrics;
using ChatOps.Core.Reports;
using ChatOps.Core.Sizes;
using ChatOps.Core.Utilization;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Metering;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

public sealed class UtilizationCardTests
{
    private static readonly TimeZoneInfo Zone = BotDesk.Policy.TimeZone;
    private static readonly ChatOps.Bot.Clock Clock = new(Some.Now, Zone);
    private static readonly CostPeriod Week = CostPeriod.Of("week", Some.Now, Zone);

    internal static readonly Dictionary<string, Card> Cards = new()
    {
        ["team"] = Of("Computer Vision", Team()),
        ["machine"] = Of("ember-otter", Team().Where(record => record.Name == "ember-otter")),
        ["teams"] = UtilizationCards.Of("Contoso", Week, Team().Where(record => record.Name != "quiet-heron"), CostSplit.Team, BotDesk.Policy, Clock),
        ["many"] = Of("Computer Vision", Sheet([.. Enumerable.Range(0, 20).Select(i => Used($"machine-{i:00}", 10, 600, 30 * i))])),
        ["today-unknown"] = Of("Computer Vision", Sheet([Used("ember-otter", 10, 0, 0)]) with { UnknownFrom = Some.Now.AddHours(-5) }),
        ["nothing"] = Of("Computer Vision", Sheet([])),
        ["not-measured"] = UtilizationCards.NotMeasured(),
        ["report"] = Report(),
    };

    public static TheoryData<string> Names => [.. Cards.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Utilization.{name}.txt", TextRenderer.Render(Cards[name]));

    private static Card Of(string whose, UtilizationSheet sheet) => UtilizationCards.Of(whose, Week, sheet, CostSplit.Machine, BotDesk.Policy, Clock);

    private static UtilizationSheet Team()
    {
        var waiting = Used("ember-otter", 10, 600, 580);
        waiting = waiting with { Gpu = waiting.Gpu with { Work = 260, Starving = 400, OnDisk = 390, StarvingWork = 130 } };
        var busy = Used("brave-ibis", 5, 300, 300);
        busy = busy with { Gpu = busy.Gpu with { Work = 100, Starving = 300, StarvingWork = 100 } };
        var sheet = Sheet([waiting, busy, Used("lunar-fox", 20, 1200, 240), Used("quiet-heron", 3, 0, 0)]);
        var (large, small) = (SizeCatalog.Get("Standard_NC24ads_A100_v4"), SizeCatalog.Get("Standard_NC4as_T4_v3"));
        return sheet with
        {
            Oversized =
            [
                new Oversized(Named("lunar-fox"), "Standard_NC48ads_A100_v4", 0.31, 0.22, large, IsOffered: true, new Money(912.5m, "USD")),
                new Oversized(Named("ember-otter"), "Standard_NC24ads_A100_v4", 0.4, 0.1, small, IsOffered: false, new Money(201, "USD")),
            ],
        };
    }

    private static Card Report()
    {
        var period = CostPeriod.Of("week", Some.Now, Zone);
        var record = SampleUsage.From(Some.Now.AddHours(-30), 20);
        var costs = new CostSheet(SpendReport.ReadFrom(period, Zone), Some.Now, "USD", [record]);
        var days = costs.ByDay(Zone).Where(day => !day.Sheet.Records.IsEmpty).Select(day => new UseDay
        {
            Machine = record.Machine,
            Date = day.Day,
            Begin = day.Sheet.Begin,
            End = day.Sheet.End,
            GpuHours = day.Sheet.Total.GpuHours,
            Gpus = [new GpuUse { Gpu = 0, Measured = 500, Used = 5 * day.Day.Day, Work = 80 }],
        });
        var use = UtilizationSheet.Of(costs, days);
        var month = MonthSpend.Of(SpendReport.MonthOf(period, Zone), costs.Total.Amount, most: null, [], Some.Now);
        var report = SpendReport.Of("Computer Vision", period, costs, Zone, month) with { Team = BotDesk.Policy.Teams[0] };
        return ReportCard.Build(report.With(use, Zone));
    }

    private static NamedMachine Named(string name) => new(new MachineId(name), name, "scientist@contoso.example", "vision");

    /// <summary>On for so many hours until an hour ago; minutes that were measured, and used at 80 %.</summary>
    private static Life Used(string name, double hours, int measured, int used) => new(
        SampleUsage.From(Some.Now.AddHours(-1 - hours), hours) with { Machine = new MachineId(name), Name = name },
        new GpuUse { Gpu = 0, Measured = measured, Used = used, Work = used * 0.8 });

    private static UtilizationSheet Sheet(Life[] lives) => UtilizationSheet.Of(
        new CostSheet(Week.Begin, Some.Now, "USD", [.. lives.Select(life => life.Record)]),
        lives.Select(life => new UseDay
        {
            Machine = life.Record.Machine,
            Date = DateOnly.FromDateTime(life.Record.From.DateTime),
            Begin = life.Record.From,
            End = life.Record.To,
            GpuHours = life.Record.GpuHours,
            Gpus = [life.Gpu],
        }));

    private sealed record Life(UsageRecord Record, GpuUse Gpu);
}
