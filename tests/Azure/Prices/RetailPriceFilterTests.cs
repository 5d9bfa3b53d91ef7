using ChatOps.Azure.Prices;

namespace ChatOps.Tests.Azure.Prices;

public sealed class RetailPriceFilterTests
{
    [Fact]
    public void Asks_for_sizes_in_regions() => Assert.Equal(
        "serviceName eq 'Virtual Machines' and priceType eq 'Consumption' and (armRegionName eq 'eastus' or armRegionName eq 'westus2') "
        + "and (armSkuName eq 'Standard_NC24ads_A100_v4' or armSkuName eq 'Standard_NC4as_T4_v3')",
        RetailPriceFilter.OfSizes(["Standard_NC24ads_A100_v4", "Standard_NC4as_T4_v3"], ["eastus", "westus2"]).Text);

    [Fact]
    public void Asks_for_disks_in_regions() => Assert.Equal(
        "serviceName eq 'Storage' and priceType eq 'Consumption' and (armRegionName eq 'eastus') and (skuName eq 'P10 LRS')",
        RetailPriceFilter.OfDisks(["P10 LRS"], ["eastus"]).Text);

    [Theory]
    [InlineData("Standard_A' or '1' eq '1")]
    [InlineData("Standard_A\n")]
    [InlineData("Standard_")]
    [InlineData("NC24")]
    [InlineData("")]
    public void Takes_nothing_for_a_size_that_is_none(string size) => Assert.Throws<ArgumentException>(() => RetailPriceFilter.OfSizes([size], ["eastus"]));

    [Theory]
    [InlineData("eastus'")]
    [InlineData("East US")]
    [InlineData("eastus\n")]
    [InlineData("")]
    public void Takes_nothing_for_a_region_that_is_none(string region)
    {
        Assert.Throws<ArgumentException>(() => RetailPriceFilter.OfSizes(["Standard_NC4as_T4_v3"], [region]));
        Assert.Throws<ArgumentException>(() => RetailPriceFilter.OfDisks(["P10 LRS"], [region]));
    }

    [Theory]
    [InlineData("P10 LRS' or skuName ne '")]
    [InlineData("P10")]
    [InlineData("Q10 LRS")]
    [InlineData("P10 LRS\n")]
    public void Takes_nothing_for_a_disk_that_is_none(string tier) => Assert.Throws<ArgumentException>(() => RetailPriceFilter.OfDisks([tier], ["eastus"]));
}
