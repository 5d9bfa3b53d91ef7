using System.Globalization;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Words;
using ChatOps.Simulation;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Core.Orders;
using ChatOps.Tests.Core.Reaping;
using ChatOps.Tests.Core.State;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Metering;

/// <summary>What a stretch of use remembers of what it might have cost, or how long it might have gone on.</summary>
public sealed class MightHaveCostTests
{
    private const string Smaller = "Standard_NC24ads_A100_v4";
    private const string Bigger = "Standard_NC48ads_A100_v4";

    private static readonly Money Price = new(2, "USD");
    private static readonly DateTimeOffset Ten = At("2026-11-30T10:00Z");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Machine Running => SampleMachine.Of("a") with { PerHour = Price, BilledSince = Ten };

    /// <summary>The reaper stops it at noon; its lease would have ended at six.</summary>
    private static Machine Reaped => (Running with { ReapedUntil = Ten.AddHours(8) }).StopBilling(Ten.AddHours(2));

    [Fact]
    public void Spot_capacity_remembers_what_it_would_cost_without()
    {
        var list = Price with { Amount = 5 };

        Assert.Equal((Price, list), PricesOf(Running with { Spot = true, MostPerHour = list }));
    }

    [Theory]
    [InlineData(Smaller, true)]
    [InlineData(null, false)]
    public void A_start_as_another_size_remembers_the_price_before_if_it_was_ordered_in_chat(string? ordered, bool isRemembered)
    {
        var step = Situations.In(Phase.Starting)
            .But(m => m with { Placements = [new Placement(Bigger, "eastus")], PerHour = Price, Resize = ordered })
            .Seeing(_ => Situations.Vm(ProvisioningState.Succeeded, PowerState.Running) with { Size = Smaller })
            .Decide();

        Assert.Equal(isRemembered ? Price : null, step.Machine.BeforePerHour);
        Assert.Equal(SomePrices.Of(Smaller), step.Machine.PerHour);
    }

    [Fact]
    public void The_start_after_that_is_a_choice_of_its_own()
    {
        var machine = (Running with { BeforePerHour = Price with { Amount = 8 } }).StopBilling(Ten.AddHours(2)).StartBilling(Ten.AddHours(3));

        Assert.Equal([8m, null], machine.BilledUntil(Ten.AddHours(4)).Select(time => time.BeforePerHour?.Amount));
    }

    [Fact]
    public void What_the_reaper_stops_would_have_gone_on_until_its_lease_ends() =>
        Assert.Equal(IdleCase.Idle.Machine.LeaseEndsAt, IdleCase.Idle.Warned(10).Stepped().Step?.Machine.ReapedUntil);

    [Fact]
    public void Who_said_done_has_ended_it_and_not_the_reaper() =>
        Assert.Null(IdleCase.Idle.Using(use => use with { DoneAt = IdleCase.Now.AddMinutes(-15) }).Stepped().Step?.Machine.ReapedUntil);

    [Fact]
    public void What_has_stood_still_for_too_long_would_not_have_run() => Assert.Null(IdleCase.Stopped(days: 20).Stepped().Step?.Machine.ReapedUntil);

    [Fact]
    public void It_stands_at_the_stretch_that_the_reaper_has_ended() =>
        Assert.Equal((Ten.AddHours(2), Ten.AddHours(8), null), (Reaped.BilledTimes[0].To, Reaped.BilledTimes[0].ReapedUntil, Reaped.ReapedUntil));

    [Fact]
    public void A_start_ends_it() => Assert.Equal(Ten.AddHours(3), Reaped.StartBilling(Ten.AddHours(3)).BilledTimes[0].ReapedUntil);

    [Fact]
    public void A_start_after_the_lease_would_have_ended_changes_nothing() =>
        Assert.Equal(Ten.AddHours(8), Reaped.StartBilling(Ten.AddHours(20)).BilledTimes[0].ReapedUntil);

    [Fact]
    public void A_start_before_it_was_off_leaves_nothing() =>
        Assert.Null((Running with { ReapedUntil = Ten.AddHours(8) }).Unreaped(Ten.AddHours(1)).StopBilling(Ten.AddHours(2)).BilledTimes[0].ReapedUntil);

    [Fact]
    public async Task Who_starts_or_terminates_it_ends_it_with_the_order()
    {
        using var desk = new OrderDesk();
        var (start, terminate) = (Stopped("1", desk.Time.Now), Stopped("2", desk.Time.Now));
        foreach (var machine in (Machine[])[start, terminate]) await desk.Store.CreateAsync(new Step(machine, desk.Time.Now), Cancellation);
        desk.Time.Advance(TimeSpan.FromHours(1));

        await desk.Governed.StartAsync(ChatOps.Tests.Core.Orders.People.Scientist, start.Id, "message-1", Cancellation);
        await desk.Orders.TerminateAsync(ChatOps.Tests.Core.Orders.People.Scientist, terminate.Id, "message-2", Cancellation);

        foreach (var id in (MachineId[])[start.Id, terminate.Id])
            Assert.Equal(desk.Time.Now, (await desk.Store.GetAsync(id, Cancellation))?.Machine.BilledTimes[0].ReapedUntil);
    }

    [Fact]
    public void Of_what_is_cut_by_month_the_last_part_has_it()
    {
        var record = SampleUsage.From(At("2026-11-30T20:00Z"), hours: 8) with { ReapedUntil = At("2026-12-01T12:00Z") };

        Assert.Equal([null, record.ReapedUntil], record.ByMonth(TimeZoneInfo.Utc).Select(part => part.Part.ReapedUntil));
    }

    [Fact]
    public async Task What_was_reaped_last_stays_in_the_row_until_it_is_known_for_how_long()
    {
        var ledger = new Ledger(new LedgerStore(new MemoryTable()), _ => TimeZoneInfo.Utc);
        var machine = await ledger.RecordAsync(Reaped, Cancellation);
        machine = machine.StartBilling(Ten.AddHours(3)).StopBilling(Ten.AddHours(4)) with { GoneAt = Ten.AddHours(5) };
        await ledger.RecordAsync(machine, Cancellation);

        var records = await ledger.OfTeamAsync("vision", [], Ten, Ten.AddDays(1), Cancellation);
        Assert.Equal(
            [Ten.AddHours(3), null],
            records.Where(record => record.Kind == UsageKind.Compute).OrderBy(record => record.From).Select(record => record.ReapedUntil));
    }

    private static (Money?, Money?) PricesOf(Machine machine)
    {
        var record = Assert.Single(UsageRecord.Of(machine, Ten.AddHours(1)));
        return (record.PerHour, record.ListPerHour);
    }

    private static Machine Stopped(string id, DateTimeOffset now)
    {
        var machine = SampleMachine.Of(id, $"ember-otter-{id}") with
        {
            PerHour = Price,
            BilledSince = now.AddHours(-2),
            ReapedUntil = now.AddHours(6),
            Phase = Phase.Stopped,
            Wanted = Wanted.Stopped,
        };
        return machine.StopBilling(now);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
