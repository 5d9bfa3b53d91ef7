using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Metrics;
using ChatOps.Core.Utilization;
using ChatOps.Core.Words;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOps.Tests.Core.Utilization;

/// <summary>However time is cut and whoever adds it up, it comes to the same; and no hour was used or idle in which nothing was on.</summary>
public sealed class UtilizationArithmeticTests
{
    private const int Days = 12;
    private static readonly DateTimeOffset Begin = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Begin.AddDays(Days);
    private static readonly string[] Teams = ["nlp", "vision"];

    /// <summary>Minutes on and off by turns, the price in cents, the team, and of each day how much was measured, used and done, in percent.</summary>
    private static readonly Gen<Fleet> Fleets =
        (from times in Gen.Choose(1, 3000).ListOf(8)
         from cents in Gen.Choose(1, 9999)
         from team in Gen.Elements(Teams)
         from parts in Gen.Choose(0, 130).ListOf(3 * Days)
         select (times, cents, team, parts))
        .ListOf(5)
        .Select(lives => new Fleet(
            [.. lives.SelectMany((life, i) => Records(life.times, life.cents, life.team, i))],
            [.. lives.Select((life, i) => (Id(i), life.parts.ToArray()))]));

    [Fact]
    public void The_sum_over_machines_is_the_team_s_and_all_teams_are_the_total_for_any_cut_of_time() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Fleets.ToArbitrary(), Gen.Choose(0, Days * 24 * 60).ListOf(4).ToArbitrary(), (fleet, cuts) =>
        {
            var sheet = fleet.Sheet();
            DateTimeOffset[] edges = [Begin, .. cuts.Select(minute => Begin.AddMinutes(minute)).Order(), End];
            var total = sheet.Total;
            Same(total, sheet.By(record => record.Name));
            Same(total, sheet.By(record => record.Team));
            Same(UtilizationLine.Sum("", "USD", sheet.By(record => record.Team)), [total]);
            Same(total, sheet.ByDay(TimeZoneInfo.Utc).Select(day => day.Line));
            Same(total, edges.Zip(edges.Skip(1)).Select(part => sheet.Within(part.First, part.Second).Total));
            foreach (var team in sheet.By(record => record.Team)) Same(team, sheet.Where(record => record.Team == team.Name).By(record => record.Name));
        }));

    [Fact]
    public void What_was_used_and_what_was_idle_is_never_more_than_what_was_on() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Fleets.ToArbitrary(), fleet =>
        {
            foreach (var line in fleet.Sheet().ByDay(TimeZoneInfo.Utc).Select(day => day.Line).Concat(fleet.Sheet().By(record => record.Name)))
            {
                Assert.InRange(line.Sums.Used + line.Sums.Idle, -0.000001, line.On + 0.000001);
                Assert.InRange(line.IdleCost + line.LostCost, -0.000001m, line.Paid + 0.000001m);
            }
        }));

    private static void Same(UtilizationLine whole, IEnumerable<UtilizationLine> parts)
    {
        var list = parts.ToList();
        Near(whole.On, list.Sum(line => line.On));
        Near(whole.Sums.Measured, list.Sum(line => line.Sums.Measured));
        Near(whole.Sums.Used, list.Sum(line => line.Sums.Used));
        Near(whole.Sums.Work, list.Sum(line => line.Sums.Work));
        Near((double)whole.IdleCost, (double)list.Sum(line => line.IdleCost));
        Near((double)whole.LostCost, (double)list.Sum(line => line.LostCost));
    }

    private static void Near(double one, double other) => Assert.InRange(one - other, -0.0001, 0.0001);

    private static MachineId Id(int index) => new($"{index:x16}");

    private static IEnumerable<UsageRecord> Records(IEnumerable<int> minutes, int cents, string team, int index)
    {
        var at = Begin;
        foreach (var on in minutes.Chunk(2))
        {
            yield return SampleUse.On($"{at:O}", on[0] / 60.0) with
            {
                Machine = Id(index),
                Name = $"{index}",
                Team = team,
                PerHour = new Money(cents / 100m, "USD"),
            };
            at = at.AddMinutes(on.Sum());
        }
    }

    private sealed record Fleet(UsageRecord[] Records, (MachineId Machine, int[] Parts)[] Measured)
    {
        public UtilizationSheet Sheet()
        {
            var costs = new CostSheet(Begin, End, "USD", [.. Records]).Within(Begin, End);
            return UtilizationSheet.Of(costs, Measured.SelectMany(machine => Enumerable.Range(0, Days).Select(day => DayOf(costs, machine, day))));
        }

        /// <summary>More may have been measured than the machine was billed for.</summary>
        private static UseDay DayOf(CostSheet costs, (MachineId Machine, int[] Parts) measured, int day)
        {
            var (begin, end) = (Begin.AddDays(day), Begin.AddDays(day + 1));
            var on = costs.Within(begin, end).Records.Where(record => record.Machine == measured.Machine).Sum(record => record.GpuHours);
            var minutes = (int)(on * 60 * measured.Parts[3 * day] / 100);
            var used = minutes * Math.Min(100, measured.Parts[3 * day + 1]) / 100;
            var work = used * Math.Min(100, measured.Parts[3 * day + 2]) / 100.0;
            return new UseDay
            {
                Machine = measured.Machine,
                Date = DateOnly.FromDateTime(begin.DateTime),
                Begin = begin,
                End = end,
                GpuHours = on,
                Gpus = [new GpuUse { Gpu = 0, Measured = minutes, Used = used, Work = work, Starving = used, StarvingWork = work }],
            };
        }
    }
}
