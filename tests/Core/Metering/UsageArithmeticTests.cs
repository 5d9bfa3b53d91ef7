using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Reports;
using ChatOps.Core.Words;
using ChatOps.Simulation;
using ChatOps.Tests.Core.State;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOps.Tests.Core.Metering;

/// <summary>However time is cut and whoever adds it up, it comes to the same.</summary>
public sealed class UsageArithmeticTests
{
    private static readonly DateTimeOffset Begin = new(2026, 10, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly string[] Teams = ["nlp", "speech", "vision"];

    /// <summary>Minutes on and off by turns, the price of each machine in cents, whose it is, and whether it is gone.</summary>
    private static readonly Gen<Machine[]> Fleets =
        (from times in Gen.Choose(1, 2000).ListOf(9)
         from cents in Gen.Choose(1, 9999)
         from team in Gen.Elements(Teams)
         from isGone in Gen.Elements(true, false)
         select (times, cents, team, isGone))
        .ListOf(6)
        .Select(lives => lives.Select((life, i) => Live(life.times, life.cents, life.team, life.isGone, i)).ToArray());

    [Fact]
    public void The_sum_over_teams_is_the_sum_over_machines_for_any_cut_of_time() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Fleets.ToArbitrary(), Gen.Choose(0, 40_000).ListOf(5).ToArbitrary(), (fleet, cuts) =>
        {
            var end = Begin.AddDays(30);
            DateTimeOffset[] edges = [Begin, .. cuts.Select(minute => Begin.AddMinutes(minute)).Order(), end];
            var ledger = LedgerOf(fleet);
            var live = fleet.Where(machine => !machine.IsGone).ToList();
            var whole = Teams.Sum(team => CostOf(Read(ledger, team, live, Begin, end)));
            var cut = Teams.Sum(team => edges.Zip(edges.Skip(1)).Sum(part => CostOf(Read(ledger, team, live, part.First, part.Second))));
            var machines = fleet.Sum(machine => (machine.CostAt(end)?.Amount ?? 0) + DisksOf(machine, end));
            Assert.InRange(whole - cut, -0.000001m, 0.000001m);
            Assert.InRange(whole - machines, -0.000001m, 0.000001m);
        }));

    [Fact]
    public void Stretches_of_a_machine_and_a_kind_never_overlap() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Fleets.ToArbitrary(), fleet =>
        {
            var ledger = LedgerOf(fleet);
            var live = fleet.Where(machine => !machine.IsGone).ToList();
            foreach (var own in Teams.SelectMany(team => Read(ledger, team, live, Begin, Begin.AddDays(30))).GroupBy(record => (record.Machine, record.Kind)))
            {
                var stretches = own.OrderBy(record => record.From).ToList();
                Assert.All(stretches.Zip(stretches.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From));
            }
        }));

    /// <summary>Days that are cut in one go are those that are cut one by one.</summary>
    [Fact]
    public void The_days_of_a_sheet_are_what_lies_within_each() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Fleets.ToArbitrary(), Gen.Choose(0, 40_000).Two().ToArbitrary(), (fleet, minutes) =>
        {
            var sheet = SheetOf(fleet, Begin.AddMinutes(Math.Min(minutes.Item1, minutes.Item2)), Begin.AddMinutes(Math.Max(minutes.Item1, minutes.Item2)));
            foreach (var (day, own) in sheet.ByDay(Zone))
            {
                var whole = CalendarDay.Of(day, Zone);
                Assert.Equal(sheet.Within(whole.Begin, whole.End).Records, own.Records);
            }
            Assert.InRange(sheet.Total.Amount - sheet.ByDay(Zone).Sum(day => day.Sheet.Total.Amount), -0.000001m, 0.000001m);
        }));

    /// <summary>The organisation's report is put together from those of some teams each.</summary>
    [Fact]
    public void Reports_of_teams_together_are_the_report_of_all_of_them() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Fleets.ToArbitrary(), Gen.Elements("2026-11-16", "2026-w46", "2026-11").ToArbitrary(), (fleet, word) =>
        {
            var now = Begin.AddDays(30);
            var period = CostPeriod.Of(word, now, Zone);
            var sheet = SheetOf(fleet, SpendReport.ReadFrom(period, Zone), now);
            var all = ReportOf(sheet, period);
            var parts = Teams.Select(team => ReportOf(sheet with { Records = sheet.Records.RemoveAll(record => record.Team != team) }, period)).ToList();

            var together = SpendReport.Together("Contoso", all.Month, parts);

            Assert.Equal(all.Days.Select(Rounded), together.Days.Select(Rounded));
            Assert.Equal(all.Spent.Lines.Select(Rounded), together.Spent.Lines.Select(Rounded));
            Assert.Equal(
                (Rounded(all.Spent.Total), Rounded(all.Spent.Failed), all.Spent.Disks, Rounded(all.Before), all.IsQuiet),
                (Rounded(together.Spent.Total), Rounded(together.Spent.Failed), together.Spent.Disks, Rounded(together.Before), together.IsQuiet));
        }));

    private static SpendReport ReportOf(CostSheet sheet, CostPeriod period) =>
        SpendReport.Of("Contoso", period, sheet, Zone, new MonthSpend(SpendReport.MonthOf(period, Zone), 0, null, null));

    /// <summary>The last of 28 digits depends on the order in which amounts are added.</summary>
    private static CostLine Rounded(CostLine line) =>
        line with { Compute = Math.Round(line.Compute, 9), Disks = Math.Round(line.Disks, 9), GpuHours = Math.Round(line.GpuHours, 9) };

    private static (DateOnly, decimal) Rounded((DateOnly Day, decimal Amount) day) => (day.Day, Math.Round(day.Amount, 9));

    private static CostSheet SheetOf(Machine[] fleet, DateTimeOffset begin, DateTimeOffset end)
    {
        var (ledger, live) = (LedgerOf(fleet), fleet.Where(machine => !machine.IsGone).ToList());
        return new CostSheet(begin, end, "USD", [.. Teams.SelectMany(team => Read(ledger, team, live, begin, end))]);
    }

    private static Machine Live(IEnumerable<int> minutes, int cents, string team, bool isGone, int index)
    {
        var price = new Money(cents / 100m, "USD");
        var machine = SampleMachine.Of($"{index}") with { Team = team, PerHour = price, DisksPerHour = price * 0.1 };
        var at = Begin;
        foreach (var on in minutes.Chunk(2))
        {
            machine = machine.StartBilling(at);
            at = at.AddMinutes(on[0]);
            if (on.Length == 1) break;
            machine = machine.StopBilling(at);
            at = at.AddMinutes(on[1]);
        }
        return isGone ? machine.StopBilling(at) with { GoneAt = at } : machine;
    }

    private static Ledger LedgerOf(IEnumerable<Machine> fleet)
    {
        var ledger = new Ledger(new LedgerStore(new MemoryTable()), _ => Zone);
        foreach (var machine in fleet.Where(machine => machine.IsGone)) ledger.RecordAsync(machine, CancellationToken.None).GetAwaiter().GetResult();
        return ledger;
    }

    private static IReadOnlyList<UsageRecord> Read(Ledger ledger, string team, IEnumerable<Machine> live, DateTimeOffset begin, DateTimeOffset end) =>
        ledger.OfTeamAsync(team, live, begin, end, CancellationToken.None).GetAwaiter().GetResult();

    private static decimal CostOf(IEnumerable<UsageRecord> records) => records.Sum(record => record.Cost?.Amount ?? 0);

    private static decimal DisksOf(Machine machine, DateTimeOffset end) =>
        machine is { DisksSince: { } since, DisksPerHour: { } price } ? (price * ((machine.GoneAt ?? end) - since)).Amount : 0;
}
