using ChatOps.Core.Metering;
using ChatOps.Core.Metrics;
using ChatOps.Core.Prices;
using ChatOps.Core.Utilization;
using ChatOps.Tests.Bot;
using static ChatOps.Tests.Core.Utilization.SampleUse;

namespace ChatOps.Tests.Core.Utilization;

/// <summary>A machine with two A100s that a small model was trained on for a week, ten hours a day. Tests change one thing of it.</summary>
public sealed class OversizedTests
{
    private static readonly DateTimeOffset End = At("2026-11-18T00:00Z");

    private static readonly GpuUse Small = Gpu(600, 300, 90) with { MaxUtilization = 38, MaxMemoryGiB = 24, MemoryGiB = 80 };

    private static readonly PriceBook Prices = new()
    {
        ReadAt = End,
        Currency = "USD",
        Compute =
        [
            new ComputePrice("Standard_NC24ads_A100_v4", "eastus", 3, 1),
            new ComputePrice("Standard_NC48ads_A100_v4", "eastus", 6, 2),
            new ComputePrice("Standard_NV36ads_A10_v5", "westus2", 1, 0.3m),
            new ComputePrice("Standard_NC8as_T4_v3", "eastus", 0.7m, 0.2m),
        ],
    };

    [Fact]
    public void The_cheapest_size_is_told_that_holds_what_was_held_with_a_quarter_more()
    {
        var found = Of();

        Assert.Equal(("Standard_NC24ads_A100_v4", true), (found?.Cheaper.Name, found?.IsOffered));
        Assert.Equal((0.38, 0.3), (found?.MaxUtilization, found?.MaxMemory));
        // 3 less an hour, for 70 of a week's 168 hours, in a month of 730.
        Assert.Equal(912.5m, decimal.Round(found?.SavedPerMonth.Amount ?? 0, 6));
    }

    [Fact]
    public void What_another_blueprint_comes_as_is_told_where_its_own_has_nothing_smaller()
    {
        var small = Small with { MaxMemoryGiB = 12 };

        var found = Of(gpu: _ => small, hasBlueprint: false);

        Assert.Equal(("Standard_NC8as_T4_v3", false), (found?.Cheaper.Name, found?.IsOffered));
        Assert.Equal("Standard_NC24ads_A100_v4", Of(gpu: _ => small)?.Cheaper.Name);
    }

    [Fact]
    public void On_spot_capacity_spot_prices_are_compared() =>
        Assert.Equal(304.166667m, decimal.Round(Of(record => record with { Spot = true, PerHour = Price })?.SavedPerMonth.Amount ?? 0, 6));

    [Fact]
    public void Both_GPUs_were_used_so_that_one_is_too_few() => Assert.Null(Of(gpu: _ => Small, second: Small with { Gpu = 1 }));

    [Theory]
    [InlineData(40.1, 24)]
    [InlineData(38, 32.1)]
    public void A_single_day_above_40_percent_is_enough_to_need_it(double utilization, double memory) =>
        Assert.Null(Of(gpu: day => day == 3 ? Small with { MaxUtilization = utilization, MaxMemoryGiB = memory } : Small));

    [Fact]
    public void Who_hardly_used_it_says_nothing_by_that() => Assert.Null(Of(gpu: _ => Small with { Used = 40 }));

    [Fact]
    public void What_was_not_measured_may_have_needed_it() => Assert.Null(Of(gpu: day => day < 2 ? Small with { Measured = 60, Used = 50 } : Small));

    [Fact]
    public void It_takes_a_week() => Assert.Null(Of(days: 5));

    [Fact]
    public void A_machine_that_became_another_size_is_looked_at_a_week_later() =>
        Assert.Null(Of(record => record.From > End.AddDays(-2) ? record with { Size = "Standard_NC96ads_A100_v4" } : record));

    [Fact]
    public void Without_a_price_nothing_is_said() => Assert.Null(Of(record => record with { PerHour = null }));

    /// <param name="gpu">What its first GPU did on the day of that number; the second one did nothing.</param>
    private static Oversized? Of(
        Func<UsageRecord, UsageRecord>? record = null, Func<int, GpuUse>? gpu = null, GpuUse? second = null, int days = 7, bool hasBlueprint = true)
    {
        var dates = Enumerable.Range(0, days).Select(back => (Number: back, Date: $"{End.AddDays(-1 - back):yyyy-MM-dd}")).ToList();
        var records = dates.Select(day => On($"{day.Date}T08:00Z", 10) with { Size = "Standard_NC48ads_A100_v4", PerHour = Price with { Amount = 6 } });
        var idle = Gpu(600, 0, 0) with { Gpu = 1, MemoryGiB = 80 };
        var measured = dates.Select(day => Day(day.Date, 20, gpu?.Invoke(day.Number) ?? Small, second ?? idle)).ToArray();
        var blueprint = hasBlueprint ? BotDesk.TheBlueprints.All.First(one => one.Name == "pytorch-a100") : null;
        return Oversized.Of([.. Sheet(records.Select(record ?? (same => same)), measured).Parts], measured, End, blueprint, Prices);
    }
}
