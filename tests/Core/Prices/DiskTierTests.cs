using ChatOps.Core.Prices;

namespace ChatOps.Tests.Core.Prices;

public sealed class DiskTierTests
{
    [Theory]
    [InlineData("Premium_LRS", 4, "P1 LRS")]
    [InlineData("Premium_LRS", 127, "P10 LRS")]
    [InlineData("Premium_LRS", 128, "P10 LRS")]
    [InlineData("Premium_LRS", 129, "P15 LRS")]
    [InlineData("Premium_LRS", 4095, "P50 LRS")]
    [InlineData("Premium_LRS", 32767, "P80 LRS")]
    [InlineData("Premium_ZRS", 512, "P20 ZRS")]
    [InlineData("StandardSSD_LRS", 30, "E4 LRS")]
    [InlineData("StandardSSD_ZRS", 1024, "E30 ZRS")]
    [InlineData("Standard_LRS", 4, "S4 LRS")]
    [InlineData("Standard_LRS", 64, "S6 LRS")]
    public void A_disk_is_billed_as_the_smallest_step_that_holds_it(string type, int sizeGiB, string tier) =>
        Assert.Equal(tier, DiskTier.Of(type, sizeGiB));

    [Theory]
    [InlineData("PremiumV2_LRS", 512)]
    [InlineData("UltraSSD_LRS", 512)]
    [InlineData("Premium_GRS", 512)]
    [InlineData("Premium", 512)]
    [InlineData("Premium_LRS", 32768)]
    public void What_is_not_billed_in_steps_has_none(string type, int sizeGiB) => Assert.Null(DiskTier.Of(type, sizeGiB));
}
