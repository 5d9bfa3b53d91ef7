using System.Text.Json.Nodes;
using ChatOps.Core.Machines;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Simulation;
using ChatOps.Tests.Core.State;

namespace ChatOps.Tests.Core.Machines;

/// <summary>When a machine was billed, and at which price.</summary>
public sealed class BilledTimeTests
{
    private static readonly Money Price = new(3, "USD");
    private static readonly DateTimeOffset Noon = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);
    private static readonly Machine New = SampleMachine.Of("a") with { PerHour = Price, LaunchedAt = Noon };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-11-02T00:00Z", "2026-11-29T00:00Z", true)]
    [InlineData("2026-11-18T12:00Z", "2026-11-18T14:00Z", true)]
    [InlineData("2026-10-31T12:00Z", "2026-11-02T00:00Z", false)]
    // In the Line Islands it was November when in London it was ten o'clock on the last of October, and on Baker Island only at noon of the first.
    [InlineData("2026-10-31T09:00Z", "2026-10-31T09:59Z", true)]
    [InlineData("2026-10-31T09:00Z", "2026-10-31T10:00Z", false)]
    [InlineData("2026-11-01T11:59Z", "2026-11-01T13:00Z", false)]
    [InlineData("2026-11-01T12:00Z", "2026-11-01T13:00Z", true)]
    public void Becomes_one_with_the_next_where_no_month_begins_meanwhile(string from, string to, bool isOne)
    {
        var (first, last) = (At(from), At(to));
        var next = BilledTime.Whole(last.AddMinutes(-10), last, Price);

        var both = BilledTime.Whole(first, first.AddMinutes(10), Price).With(next);

        Assert.Equal(isOne ? new BilledTime(first, last, TimeSpan.FromMinutes(20), Price) : null, both);
    }

    [Fact]
    public void Does_not_become_one_with_another_price() =>
        Assert.Null(BilledTime.Whole(Noon, Noon.AddHours(1), Price).With(BilledTime.Whole(Noon.AddHours(2), Noon.AddHours(3), Price with { Amount = 4 })));

    [Fact]
    public void A_machine_costs_what_it_cost_where_it_was()
    {
        var machine = New.StartBilling(Noon).StopBilling(Noon.AddHours(1)) with { PerHour = Price with { Amount = 10 } };
        machine = machine.StartBilling(Noon.AddHours(2));

        Assert.Equal(TimeSpan.FromHours(3), machine.Billed(Noon.AddHours(4)));
        Assert.Equal(Price with { Amount = 3 + 20 }, machine.CostAt(Noon.AddHours(4)));
    }

    [Fact]
    public void What_was_paid_at_a_known_price_is_not_lost_at_an_unknown_one()
    {
        var machine = New.StartBilling(Noon).StopBilling(Noon.AddHours(1)) with { PerHour = null };

        Assert.Equal(Price, machine.StartBilling(Noon.AddHours(2)).CostAt(Noon.AddHours(4)));
    }

    [Fact]
    public void A_machine_that_was_never_on_costs_nothing_or_nobody_knows_what()
    {
        Assert.Equal(Price with { Amount = 0 }, New.CostAt(Noon));
        Assert.Null((New with { PerHour = null }).CostAt(Noon));
    }

    // Otherwise its card would be shown again.
    [Fact]
    public void To_stop_what_is_not_billed_changes_nothing() => Assert.Same(New, New.StopBilling(Noon));

    [Theory]
    [InlineData(0)]
    [InlineData(-30)]
    public void No_time_has_passed_for_a_clock_that_is_behind(int seconds)
    {
        var machine = New.StartBilling(Noon);
        var now = Noon.AddSeconds(seconds);

        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (machine.Billed(now), machine.StopBilling(now).Billed(now)));
        Assert.Null(machine.StopBilling(now).BilledSince);
    }

    [Fact]
    public void What_the_ledger_has_stays_short_however_often_its_machine_was_started()
    {
        var (machine, now) = (New, Noon);
        for (var i = 0; i < 1000; i++)
        {
            machine = machine.StartBilling(now).StopBilling(now.AddMinutes(30));
            now = now.AddHours(4);
        }

        var recorded = machine with { BilledTimes = BilledTime.Recorded(machine.BilledTimes) };

        // Half a year: one or two a month, and those close to where months begin.
        Assert.InRange(recorded.BilledTimes.Length, 6, 60);
        Assert.All(recorded.BilledTimes, time => Assert.True(time.IsRecorded));
        Assert.Equal(TimeSpan.FromHours(500), recorded.Billed(now));
        Assert.Equal(Price with { Amount = 1500 }, recorded.CostAt(now));
    }

    [Fact]
    public void Does_not_become_one_with_another_size() => Assert.Null(BilledTime.Whole(Noon, Noon.AddHours(1), Price, New.Placement)
        .With(BilledTime.Whole(Noon.AddHours(2), Noon.AddHours(3), Price, New.Placement with { Size = "Standard_NC48ads_A100_v4" })));

    [Fact]
    public async Task A_row_of_an_older_version_has_all_that_it_cost()
    {
        var table = new MemoryTable();
        var store = new MachineStore(table, new Tools.Nudges());
        var machine = New with { BilledSince = Noon.AddHours(10), BilledTimes = [BilledTime.Whole(Noon, Noon.AddHours(1), Price)] };
        await store.CreateAsync(new Step(machine, Noon), Cancellation);
        var row = Assert.Single(table.All("m~"));
        var body = Assert.IsType<JsonObject>(JsonNode.Parse(row.Body));
        Assert.False(body.ContainsKey("billedBefore"));
        body.Remove("billedTimes");
        body["billedBefore"] = "02:00:00";
        Assert.True(table.Transact(row.Partition, [new TableWrite.Replace(row.Row, row.ETag, body.ToJsonString())]));

        var read = Assert.IsType<Machine>(await store.FindAsync(machine.Id, Cancellation));

        Assert.Equal((TimeSpan.FromHours(3), Price with { Amount = 9 }), (read.Billed(Noon.AddHours(11)), read.CostAt(Noon.AddHours(11))));
        // It goes on from there, and what was before is from when it was launched.
        var stopped = read.StopBilling(Noon.AddHours(11));
        Assert.Equal(
            [BilledTime.Whole(Noon, Noon.AddHours(2), Price), BilledTime.Whole(Noon.AddHours(10), Noon.AddHours(11), Price, New.Placement)],
            stopped.BilledUntil(Noon.AddHours(11)));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
