using ChatOps.Azure.Prices;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Sandbox.History;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.History;

/// <summary>Half a year of machines that there might have been.</summary>
public sealed class PastMachinesTests
{
    private static readonly (DateOnly First, DateOnly End) Days = (new DateOnly(2026, 6, 1), new DateOnly(2026, 12, 1));
    private static readonly Policy Policy = PolicyFile.Load(Path.Combine(Repository.Blueprints, "policy.yaml"));
    private static readonly Team Vision = Policy.Teams.Single(team => team.Name == "vision");
    private static readonly IReadOnlyList<Machine> Machines = Of(Vision);

    [Fact]
    public void They_are_the_same_each_time() => Assert.Equal(Machines.SelectMany(Records), Of(Vision).SelectMany(Records));

    [Fact]
    public void None_is_left_when_the_last_day_ends() =>
        Assert.All(Machines, machine => Assert.True(machine.GoneAt <= CalendarDay.BeginOf(Days.End, Policy.ZoneOf(Vision))));

    [Fact]
    public void Those_of_a_machine_never_overlap() => Assert.All(
        Machines.SelectMany(Records).GroupBy(record => (record.Machine, record.Kind)),
        own => Assert.All(own.Zip(own.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From)));

    [Fact]
    public void More_are_launched_on_a_weekday_than_on_a_weekend() =>
        Assert.True(Machines.Count(IsOfWeekend) * 5 < Machines.Count(machine => !IsOfWeekend(machine)) * 2);

    [Fact]
    public void All_that_happens_to_machines_happens_to_some()
    {
        Assert.Contains(Machines, machine => machine.Spot);
        Assert.Contains(Machines, machine => machine.Failure is not null);
        Assert.Contains(Machines, machine => machine.BilledTimes.Any(time => time.ReapedUntil is not null));
        Assert.Contains(Machines, machine => machine.BilledTimes.Length == 2);
    }

    [Fact]
    public void Whatever_ran_has_a_price() => Assert.DoesNotContain(Machines.SelectMany(Records), record => record.PerHour is null);

    [Fact]
    public void No_budget_is_exceeded() => Assert.All(
        Policy.Teams.SelectMany(team => Of(team).SelectMany(Records)
            .SelectMany(record => record.ByMonth(Policy.ZoneOf(team))).GroupBy(part => part.Month.Name).Select(month => (team, month))),
        own => Assert.True(own.month.Sum(part => part.Part.Cost?.Amount) <= own.team.Limits.MonthlyBudget));

    [Fact]
    public void A_team_has_only_what_it_may() => Assert.All(
        Of(Policy.Teams.Single(team => team.Name == "speech")), machine => Assert.Matches("^(pytorch|jupyter)-", machine.Blueprint.Name));

    [Fact]
    public void No_more_was_measured_of_GPUs_than_they_were_on() => Assert.All(
        Machines.SelectMany(machine => PastUse.Of(machine, Policy.ZoneOf(Vision))),
        day => Assert.InRange(day.Sums.Measured, day.Sums.Used, day.GpuHours + 1e-9));

    private static IReadOnlyList<Machine> Of(Team team) =>
        new PastMachines(Policy, [.. BlueprintCatalog.Load(Repository.Blueprints, drafts: true).All], ShippedPrices.Book).OfTeam(team, Days.First, Days.End);

    private static IEnumerable<UsageRecord> Records(Machine machine) => UsageRecord.Of(machine, machine.LaunchedAt);

    private static bool IsOfWeekend(Machine machine) =>
        TimeZoneInfo.ConvertTime(machine.LaunchedAt, Policy.ZoneOf(Vision)).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
