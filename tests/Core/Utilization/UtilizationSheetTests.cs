using ChatOps.Core.Metering;
using ChatOps.Core.Utilization;
using ChatOps.Core.Words;
using static ChatOps.Tests.Core.Utilization.SampleUse;

namespace ChatOps.Tests.Core.Utilization;

public sealed class UtilizationSheetTests
{
    [Fact]
    public void Tells_used_from_idle_and_what_the_idle_hours_cost()
    {
        var line = Sheet([On("2026-11-17T08:00Z", 10)], Day("2026-11-17", 10, Gpu(measured: 600, used: 360, work: 180))).Total;

        Assert.Equal((10, 6, 4, 0), (line.On, line.Sums.Used, line.Sums.Idle, line.Unmeasured));
        Assert.Equal((20m, 8m), (line.Paid, line.IdleCost));
        Assert.Equal((0.6, 0.5), (line.UsedShare, line.Mean));
    }

    [Fact]
    public void What_was_not_measured_is_neither_used_nor_idle()
    {
        var line = Sheet([On("2026-11-17T08:00Z", 10)], Day("2026-11-17", 10, Gpu(measured: 240, used: 240, work: 60))).Total;

        Assert.Equal((4, 0, 6, 0m), (line.Sums.Used, line.Sums.Idle, line.Unmeasured, line.IdleCost));
        Assert.Equal(1, line.UsedShare);
    }

    [Fact]
    public void Of_a_machine_that_was_never_heard_of_nothing_is_known()
    {
        var line = Sheet([On("2026-11-17T08:00Z", 10)]).Total;

        Assert.Equal((10, 10, null, null), (line.On, line.Unmeasured, line.UsedShare, line.Mean));
    }

    [Fact]
    public void No_more_is_used_and_idle_than_was_on()
    {
        var line = Sheet([On("2026-11-17T08:00Z", 2)], Day("2026-11-17", 2, Gpu(measured: 150, used: 75, work: 75))).Total;

        Assert.Equal((2, 1, 1), (line.On, line.Sums.Used, line.Sums.Idle));
    }

    [Fact]
    public void A_day_is_spread_over_the_time_for_which_the_machine_was_on()
    {
        UsageRecord[] records = [On("2026-11-17T08:00Z", 6), On("2026-11-17T18:00Z", 2)];
        var sheet = Sheet(records, Day("2026-11-17", 8, Gpu(measured: 480, used: 240, work: 120)));

        var evening = sheet.Within(At("2026-11-17T18:00Z"), At("2026-11-17T19:00Z")).Total;

        Assert.Equal((1, 0.5, 0.25), (evening.On, evening.Sums.Used, evening.Sums.Work));
        Assert.Equal((8, 4), (sheet.Total.On, sheet.Total.Sums.Used));
    }

    [Fact]
    public void Each_day_has_what_was_measured_on_it()
    {
        var sheet = Sheet(
            [On("2026-11-17T20:00Z", 8)],
            Day("2026-11-17", 4, Gpu(measured: 240, used: 240, work: 240)), Day("2026-11-18", 4, Gpu(measured: 240, used: 0, work: 0)));

        var days = sheet.Within(At("2026-11-17T00:00Z"), At("2026-11-19T00:00Z")).ByDay(TimeZoneInfo.Utc).ToList();

        Assert.Equal([1, 0], days.Select(day => day.Line.UsedShare));
    }

    [Fact]
    public void Several_GPUs_of_a_machine_are_added_up()
    {
        var record = On("2026-11-17T08:00Z", 2) with { Size = "Standard_NC48ads_A100_v4" };
        var line = Sheet([record], Day("2026-11-17", 4, Gpu(120, 120, 60), Gpu(120, 0, 0) with { Gpu = 1 })).Total;

        Assert.Equal((4, 2, 2, 2m), (line.On, line.Sums.Used, line.Sums.Idle, line.IdleCost));
    }

    [Fact]
    public void Disks_do_not_count_and_what_has_no_price_is_told()
    {
        var line = Sheet(
            [
                On("2026-11-17T08:00Z", 10) with { PerHour = null },
                On("2026-11-17T08:00Z", 10) with { Kind = UsageKind.Disks },
                (On("2026-11-17T08:00Z", 3) with { PerHour = new Money(1, "EUR") }).Of("b"),
            ],
            Day("2026-11-17", 10, Gpu(measured: 600, used: 0, work: 0))).Total;

        Assert.Equal((13, 0m, 0m, 13), (line.On, line.Paid, line.IdleCost, line.Unpriced));
    }

    [Fact]
    public void The_dearest_idleness_comes_first()
    {
        var sheet = Sheet(
            [On("2026-11-17T08:00Z", 10).Of("a"), On("2026-11-17T08:00Z", 10).Of("b")],
            Day("2026-11-17", 10, Gpu(600, 600, 600)) with { Machine = On("2026-11-17T08:00Z", 1).Of("a").Machine },
            Day("2026-11-17", 10, Gpu(600, 60, 60)) with { Machine = On("2026-11-17T08:00Z", 1).Of("b").Machine });

        Assert.Equal(["b", "a"], sheet.By(record => record.Name).Select(line => line.Name));
    }

    [Fact]
    public void A_GPU_that_waited_has_lost_what_it_did_not_do()
    {
        var starved = Gpu(600, 600, 240) with { Starving = 300, OnDisk = 200, StarvingWork = 60 };
        var one = Assert.Single(Sheet([On("2026-11-17T08:00Z", 10)], Day("2026-11-17", 10, starved)).Starving);

        // Five hours at a fifth of what it could do: four of them are lost, at 2 each.
        Assert.Equal((5, 0.2, true, new Money(8, "USD")), (one.Hours, Math.Round(one.Mean, 6), one.IsOnDisk, one.Lost));
    }

    [Fact]
    public void What_has_lost_most_comes_first()
    {
        var starved = Gpu(600, 600, 240) with { Starving = 300, StarvingWork = 60 };
        var records = (UsageRecord[])[On("2026-11-17T08:00Z", 10).Of("a") with { PerHour = Price with { Amount = 1 } }, On("2026-11-17T08:00Z", 10).Of("b")];
        var days = records.Select(record => Day("2026-11-17", 10, starved) with { Machine = record.Machine }).ToArray();

        Assert.Equal(["b", "a"], Sheet(records, days).Starving.Select(one => one.Machine.Name));
    }

    [Theory]
    [InlineData(59, 0)]
    [InlineData(60, 1)]
    public void It_takes_an_hour_to_be_told_of(int minutes, int machines)
    {
        var starved = Gpu(600, 600, 240) with { Starving = minutes, StarvingWork = 6 };

        Assert.Equal(machines, Sheet([On("2026-11-17T08:00Z", 10)], Day("2026-11-17", 10, starved)).Starving.Count());
    }

    [Fact]
    public void What_is_left_out_takes_with_it_what_is_said_of_its_machine()
    {
        var machine = NamedMachine.Of(On("2026-11-17T08:00Z", 1));
        var size = ChatOps.Core.Sizes.SizeCatalog.Get("Standard_NC4as_T4_v3");
        var sheet = Sheet([On("2026-11-17T08:00Z", 1)]) with { Oversized = [new Oversized(machine, "a", 0, 0, size, true, Price)] };

        Assert.Empty(sheet.Where(record => record.Owner == "nobody").Oversized);
        Assert.Single(sheet.Where(record => record.Owner == machine.Owner).Oversized);
    }
}
