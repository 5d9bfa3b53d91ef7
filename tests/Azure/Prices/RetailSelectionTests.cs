using System.Collections.Immutable;
using ChatOps.Azure.Prices;
using ChatOps.Core.Prices;

namespace ChatOps.Tests.Azure.Prices;

public sealed class RetailSelectionTests
{
    /// <summary>In order but for one thing.</summary>
    private static readonly Dictionary<string, Func<RetailPrice, RetailPrice>> Others = new()
    {
        ["a reservation"] = row => row with { Type = "Reservation" },
        ["one for development and tests"] = row => row with { Type = "DevTestConsumption" },
        ["one of another service"] = row => row with { ServiceName = "Cloud Services" },
        ["one in another currency"] = row => row with { CurrencyCode = "EUR" },
        ["one of nothing"] = row => row with { Amount = 0 },
        ["one that begins tomorrow"] = row => row with { EffectiveStartDate = RetailRow.Now.AddDays(1) },
        ["one from so many hours on"] = row => row with { TierMinimumUnits = 100 },
        ["one in a region that nobody asked for"] = row => row with { ArmRegionName = "northeurope" },
        ["one in no region"] = row => row with { ArmRegionName = null },
        ["one per day"] = row => row with { UnitOfMeasure = "1/Day" },
    };

    private static readonly Dictionary<string, Func<RetailPrice, RetailPrice>> OtherMachines = new()
    {
        ["one with Windows"] = row => row with { ProductName = $"{row.ProductName} Windows" },
        ["one on hosts of one's own"] = row => row with { ProductName = "Dedicated Host NCadsH100v5 Series" },
        ["one of cloud services"] = row => row with { ProductName = "NCadsH100v5 Series CloudServices" },
        ["one of low priority by its meter"] = row => row with { MeterName = $"{row.MeterName} Low Priority" },
        ["one of low priority by its SKU"] = row => row with { SkuName = $"{row.SkuName} Low Priority" },
        ["one of a size that nobody asked for"] = row => row with { ArmSkuName = "Standard_NC4as_T4_v3" },
        ["one of no size"] = row => row with { ArmSkuName = null },
        ["one per month"] = row => row with { UnitOfMeasure = "1/Month" },
    };

    private static readonly Dictionary<string, Func<RetailPrice, RetailPrice>> OtherDisks = new()
    {
        ["what sharing it costs"] = row => row with { MeterName = "P10 LRS Disk Mount" },
        ["what its use costs"] = row => row with { MeterName = "P10 LRS Disk Operations" },
        ["one of another step"] = row => row with { SkuName = "P15 LRS", MeterName = "P15 LRS Disk" },
        ["one in several zones"] = row => row with { SkuName = "P10 ZRS", MeterName = "P10 ZRS Disk" },
        ["one that is not managed"] = row => row with { ProductName = "Premium Page Blob" },
        ["one per hour"] = row => row with { UnitOfMeasure = "1 Hour" },
    };

    public static TheoryData<string> NoMachine => [.. Others.Keys, .. OtherMachines.Keys];

    public static TheoryData<string> NoDisk => [.. Others.Keys, .. OtherDisks.Keys];

    [Fact]
    public void A_machine_has_its_price_with_Linux_and_on_spot() =>
        Assert.Equal([new ComputePrice(RetailRow.Size, "eastus", 6.98m, 1.75m)], Compute(RetailRow.Machine, RetailRow.Spot));

    [Theory]
    [MemberData(nameof(NoMachine))]
    public void Another_row_is_no_price_of_a_machine(string what)
    {
        var change = Others.GetValueOrDefault(what) ?? OtherMachines[what];

        Assert.Empty(Compute(change(RetailRow.Machine)));
        Assert.Empty(Compute(change(RetailRow.Spot)));
        Assert.Equal(
            [new ComputePrice(RetailRow.Size, "eastus", 6.98m, 1.75m)],
            Compute(change(RetailRow.Machine) with { Amount = 0.01m }, RetailRow.Machine, RetailRow.Spot, change(RetailRow.Spot) with { Amount = 0.01m }));
    }

    [Theory]
    [MemberData(nameof(NoDisk))]
    public void Another_row_is_no_price_of_a_disk(string what)
    {
        var change = Others.GetValueOrDefault(what) ?? OtherDisks[what];

        Assert.Empty(Disks(change(RetailRow.Disk)));
        Assert.Equal([new DiskPrice("P10 LRS", "eastus", 19.71m)], Disks(change(RetailRow.Disk) with { Amount = 0.01m }, RetailRow.Disk));
    }

    [Theory]
    [InlineData(7, 5)]
    [InlineData(5, 7)]
    public void Of_several_the_newest_that_has_begun_counts(int before, int now)
    {
        RetailPrice[] rows =
        [
            RetailRow.Machine with { Amount = 100, EffectiveStartDate = RetailRow.Now.AddSeconds(1) },
            RetailRow.Machine with { Amount = now, EffectiveStartDate = RetailRow.Now },
            RetailRow.Machine with { Amount = before, EffectiveStartDate = RetailRow.Now.AddDays(-1) },
        ];

        Assert.Equal(now, Assert.Single(Compute(rows)).PerHour);
        Assert.Equal(now, Assert.Single(Compute([.. rows.Reverse()])).PerHour);
    }

    [Fact]
    public void Of_two_of_the_same_day_the_dearer_counts() =>
        Assert.Equal(7, Assert.Single(Compute(RetailRow.Machine with { Amount = 7 }, RetailRow.Machine)).PerHour);

    [Fact]
    public void Each_region_has_its_own()
    {
        var prices = Compute(RetailRow.Machine, RetailRow.Machine with { ArmRegionName = "westus2", Amount = 8 });

        Assert.Equal([("eastus", 6.98m), ("westus2", 8m)], prices.Select(price => (price.Region, price.PerHour ?? 0)));
    }

    [Fact]
    public void A_size_is_called_as_it_is_asked_for_however_the_list_writes_it() =>
        Assert.Equal(RetailRow.Size, Assert.Single(Compute(RetailRow.Machine with { ArmSkuName = RetailRow.Size.ToUpperInvariant() })).Size);

    [Fact]
    public void What_is_had_on_spot_only_has_no_other_price() =>
        Assert.Equal([new ComputePrice(RetailRow.Size, "eastus", null, 1.75m)], Compute(RetailRow.Spot));

    private static ImmutableArray<ComputePrice> Compute(params RetailPrice[] rows) => RetailSelection.Compute(rows, RetailRow.Question, RetailRow.Now);

    private static ImmutableArray<DiskPrice> Disks(params RetailPrice[] rows) => RetailSelection.Disks(rows, RetailRow.Question, RetailRow.Now);
}
