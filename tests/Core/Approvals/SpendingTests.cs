using System.Globalization;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using ChatOps.Simulation;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Core.State;

namespace ChatOps.Tests.Core.Approvals;

/// <summary>In November; a machine costs 2 an hour.</summary>
public sealed class SpendingTests
{
    private static readonly Money Price = new(2, "USD");
    private static readonly DateTimeOffset Now = At("11-18T10:00");
    private static readonly Team Vision = new() { Name = "vision", Title = "Computer Vision", Managers = [], Members = [] };

    private readonly MemoryTable _table = new();
    private readonly Spending _spending;
    private readonly Ledger _ledger;

    public SpendingTests()
    {
        _ledger = new Ledger(new LedgerStore(_table), _ => TimeZoneInfo.Utc);
        _spending = new Spending(_ledger);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Adds_what_is_gone_to_what_there_is()
    {
        await GoneAsync(Machine("a").Billed("11-10T10:00", hours: 3));

        var spent = await ThisMonthAsync(Machine("b") with { BilledSince = Now.AddHours(-1) }, Machine("c").Billed("11-11T10:00", hours: 4));

        Assert.Equal(16, spent.Total);
    }

    [Fact]
    public async Task Counts_what_is_about_to_go_once()
    {
        var going = Machine("a").Billed("11-10T10:00", hours: 3);
        await GoneAsync(going);

        Assert.Equal(6, (await ThisMonthAsync(going)).Total);
        Assert.Equal(6, (await ThisMonthAsync()).Total);
    }

    [Fact]
    public async Task Begins_anew_with_each_month()
    {
        await GoneAsync(Machine("a").Billed("10-31T22:00", hours: 4));

        var spent = await ThisMonthAsync(Machine("b").Billed("10-31T23:00", hours: 2));

        Assert.Equal(4 + 2, spent.Total);
    }

    [Fact]
    public async Task Says_who_spent_it()
    {
        await GoneAsync(Machine("a", "colleague@contoso.example").Billed("11-10T10:00", hours: 3));

        var spent = await ThisMonthAsync(Machine("b").Billed("11-11T10:00", hours: 1), Machine("c").Billed("11-11T10:00", hours: 1));

        Assert.Equal((6, 4, 0), (spent.By("colleague@contoso.example"), spent.By("scientist@contoso.example"), spent.By("nobody@contoso.example")));
    }

    [Fact]
    public async Task Counts_no_other_team_s()
    {
        await GoneAsync(Machine("a").Billed("11-10T10:00", hours: 3) with { Team = "speech" });

        Assert.Equal(0, (await ThisMonthAsync(Machine("b").Billed("11-10T10:00", hours: 3) with { Team = "speech" })).Total);
    }

    [Fact]
    public async Task Counts_disks_for_as_long_as_there_are_any()
    {
        var machine = Machine("a").Billed("11-17T10:00", hours: 3) with { DisksPerHour = new Money(0.5m, "USD") };

        Assert.Equal(6 + 12, (await ThisMonthAsync(machine)).Total);
        await GoneAsync(machine);
        Assert.Equal(6 + 12, (await ThisMonthAsync()).Total);
    }

    [Fact]
    public async Task Knows_a_team_s_budget_in_its_own_time_zone()
    {
        var team = Vision with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), Limits = new Limits { MonthlyBudget = 100 } };
        var policy = new Policy { Organisation = "Contoso", TimeZone = TimeZoneInfo.Utc, Admins = [], Teams = [team] };
        // November has begun in Tokyo, and it is the first hour of it.
        var (now, machine) = (At("10-31T16:00"), Machine("a").Billed("10-31T14:00", hours: 2));

        var budget = await _spending.BudgetAsync(policy, team, [machine], now, Cancellation);

        Assert.Equal(("2026-11", 100, 2), (budget?.Month.Name, budget?.Most, budget?.Spent));
        Assert.Equal(Forecast.Of(2, [machine], Month.Of(now, team.TimeZone), now), budget?.Forecast);
        Assert.Null(await _spending.BudgetAsync(policy, Vision, [machine], now, Cancellation));
    }

    // As the engine does it: what is kept comes before the row, whatever happens then.
    [Fact]
    public async Task A_machine_that_goes_while_the_program_ends_is_neither_lost_nor_counted_twice()
    {
        using var world = new World();
        var spending = new Spending(world.Ledger);
        var id = await world.PutAsync(Situations.In(Phase.Deleting).Machine with { PerHour = Price });
        world.Table.BeforeWrite = _ => throw new Crash();
        await Assert.ThrowsAsync<Crash>(() => world.LookAsync(id));
        world.Table.BeforeWrite = _ => Task.CompletedTask;

        var (crashed, live) = (await SpentAsync(), await world.ReadAsync(id));
        world.Time.Advance(TimeSpan.FromHours(1));
        world.Restart();
        await world.LookAsync(id);

        Assert.Equal((2, false), (crashed, live.IsGone));
        Assert.Equal((4, true), (await SpentAsync(), (await world.ReadAsync(id)).IsGone));

        async Task<decimal> SpentAsync() => (await spending.ThisMonthAsync(
            Vision, TimeZoneInfo.Utc, await world.Store.LiveAsync(Cancellation).ToListAsync(Cancellation), world.Time.Now, Cancellation)).Total;
    }

    [Fact]
    public async Task A_machine_does_not_go_as_long_as_it_cannot_be_kept_what_it_cost()
    {
        using var world = new World();
        var id = await world.PutAsync(Situations.In(Phase.Deleting).Machine with { PerHour = Price });
        world.LedgerTable.BeforeWrite = _ => throw new IOException("503");

        await world.Engine.SweepAsync(Cancellation);

        Assert.False((await world.ReadAsync(id)).IsGone);
    }

    private Task<Spent> ThisMonthAsync(params Machine[] live) => _spending.ThisMonthAsync(Vision, TimeZoneInfo.Utc, live, Now, Cancellation);

    private Task<Machine> GoneAsync(Machine machine) => _ledger.RecordAsync(machine with { GoneAt = Now }, Cancellation);

    private static Machine Machine(string id, string owner = "scientist@contoso.example") => SampleMachine.Of(id) with { PerHour = Price, Owner = owner };

    internal static DateTimeOffset At(string text) => DateTimeOffset.Parse($"2026-{text}Z", CultureInfo.InvariantCulture);
}

internal static class BilledMachine
{
    public static Machine Billed(this Machine machine, string from, double hours) =>
        machine.StartBilling(SpendingTests.At(from)).StopBilling(SpendingTests.At(from).AddHours(hours));
}
