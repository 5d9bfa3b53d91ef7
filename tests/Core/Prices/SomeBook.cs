using ChatOps.Core.Prices;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Prices;

/// <summary>A size in two regions, and a disk, for tests to change one price of.</summary>
internal static class SomeBook
{
    public const string Size = "Standard_NC24ads_A100_v4";

    public static PriceBook At(DateTimeOffset readAt, decimal perHour = 4) => new()
    {
        ReadAt = readAt,
        Currency = "USD",
        Compute = [new ComputePrice(Size, "eastus", perHour, 1), new ComputePrice(Size, "westus2", 5, null)],
        Disks = [new DiskPrice("P15 LRS", "eastus", 36.5m), new DiskPrice("P20 LRS", "eastus", 73)],
    };

    public static PriceBook Now { get; } = At(SettableTime.Start);
}
