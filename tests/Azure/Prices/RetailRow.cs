using ChatOps.Azure.Prices;
using ChatOps.Core.Prices;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure.Prices;

/// <summary>Rows of the list with everything in order, for tests to change one thing of.</summary>
internal static class RetailRow
{
    public const string Size = "Standard_NC40ads_H100_v5";

    public static readonly DateTimeOffset Now = SettableTime.Start;

    public static PriceQuestion Question { get; } = new("USD", ["eastus", "westus2"], [Size], ["P10 LRS"]);

    public static RetailPrice Machine { get; } = new()
    {
        Type = "Consumption",
        ServiceName = "Virtual Machines",
        ProductName = "Virtual Machines NCadsH100v5 Series",
        SkuName = "NC40adsH100v5",
        MeterName = "NC40adsH100v5",
        ArmSkuName = Size,
        ArmRegionName = "eastus",
        UnitOfMeasure = "1 Hour",
        CurrencyCode = "USD",
        Amount = 6.98m,
        EffectiveStartDate = new DateTimeOffset(2023, 12, 1, 0, 0, 0, TimeSpan.Zero),
    };

    public static RetailPrice Spot { get; } = Machine with { SkuName = "NC40adsH100v5 Spot", MeterName = "NC40adsH100v5 Spot", Amount = 1.75m };

    public static RetailPrice Disk { get; } = Machine with
    {
        ServiceName = "Storage",
        ProductName = "Premium SSD Managed Disks",
        SkuName = "P10 LRS",
        MeterName = "P10 LRS Disk",
        ArmSkuName = "",
        UnitOfMeasure = "1/Month",
        Amount = 19.71m,
    };
}
