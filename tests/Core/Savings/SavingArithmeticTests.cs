using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Savings;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.State;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOps.Tests.Core.Savings;

/// <summary>However time is cut it comes to the same, and to no more than what a machine would have cost without the product.</summary>
public sealed class SavingArithmeticTests
{
    private static readonly DateTimeOffset Begin = SomeSavings.Day;
    private static readonly DateTimeOffset End = Begin.AddDays(20);

    /// <summary>Minutes on and off by turns; of each stretch whether it was reaped, and how many minutes its lease had left; prices in cents.</summary>
    private static readonly Gen<Machine[]> Fleets =
        (from times in Gen.Choose(1, 1500).ListOf(10)
         from leases in Gen.Choose(-500, 3000).ListOf(5)
         from spot in Gen.Choose(0, 500)
         from list in Gen.Choose(1, 1000)
         from before in Gen.Choose(0, 2000)
         select Life([.. times], [.. leases], spot, list, before))
        .ListOf(4).Select(lives => lives.Select((machine, i) => machine with { Id = new MachineId($"{i:x16}"), Name = $"machine-{i}" }).ToArray());

    [Fact]
    public void Any_cut_of_time_comes_to_the_same_rule_by_rule() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Fleets.ToArbitrary(), Gen.Choose(0, 28_800).ListOf(4).ToArbitrary(), (fleet, cuts) =>
        {
            DateTimeOffset[] edges = [Begin, .. cuts.Select(minute => Begin.AddMinutes(minute)).Order(), End];
            var whole = Saved(fleet, Begin, End);
            var cut = edges.Zip(edges.Skip(1)).SelectMany(part => Saved(fleet, part.First, part.Second)).ToList();
            foreach (var rule in Enum.GetValues<SavingRule>())
                Assert.InRange(whole.Where(saving => saving.Rule == rule).Sum() - cut.Where(saving => saving.Rule == rule).Sum(), -0.000001m, 0.000001m);
            Assert.All(whole, saving => Assert.True(saving.Amount.Amount > 0));
            var sheet = new SavingsSheet(Begin, End, "USD", [.. whole]);
            Assert.InRange(sheet.Total.Amount - sheet.ByRule.Sum(line => line.Amount.Amount), -0.000001m, 0.000001m);
            Assert.InRange(sheet.Total.Amount - sheet.ByMachine.Sum(line => line.Amount.Amount), -0.000001m, 0.000001m);
        }));

    [Fact]
    public void What_was_paid_and_saved_is_no_more_than_the_dearest_price_for_all_the_time() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Fleets.ToArbitrary(), fleet =>
        {
            foreach (var machine in fleet)
            {
                var records = UsageRecord.Of(machine, End).Where(record => record.Kind == UsageKind.Compute).ToList();
                var dearest = records.Max(record => new[] { record.PerHour, record.ListPerHour, record.BeforePerHour }.Max(price => price?.Amount ?? 0));
                var hours = (decimal)(End - Begin).TotalHours;
                var paid = records.Sum(record => record.Cost?.Amount ?? 0);
                Assert.True(paid + Saved([machine], Begin, End).Sum() <= (dearest * hours) + 0.000001m);
            }
        }));

    private static IReadOnlyList<Saving> Saved(IEnumerable<Machine> fleet, DateTimeOffset begin, DateTimeOffset end) =>
        [.. SavingRules.Of(new SavingCase([.. fleet.SelectMany(machine => UsageRecord.Of(machine, End))], [], begin, end))];

    private static Machine Life(int[] minutes, int[] leases, int spot, int list, int before)
    {
        var machine = SampleMachine.Of("a") with
        {
            Spot = spot > 0,
            PerHour = new Money((spot > 0 ? spot : list) / 100m, "USD"),
            MostPerHour = spot > 0 ? new Money(list / 100m, "USD") : null,
        };
        var at = Begin;
        for (var i = 0; i < leases.Length; i++)
        {
            machine = machine.StartBilling(at) with { BeforePerHour = i == 1 ? new Money(before / 100m, "USD") : null };
            at = at.AddMinutes(minutes[2 * i]);
            machine = (leases[i] > 0 ? machine with { ReapedUntil = at.AddMinutes(leases[i]) } : machine).StopBilling(at);
            at = at.AddMinutes(minutes[(2 * i) + 1]);
        }
        return machine;
    }
}
