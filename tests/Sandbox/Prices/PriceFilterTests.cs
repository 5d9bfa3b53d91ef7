using ChatOps.Sandbox.Prices;

namespace ChatOps.Tests.Sandbox.Prices;

public sealed class PriceFilterTests
{
    private static readonly PriceRow Row = PriceRows.Machine("Standard_NC4as_T4_v3", "eastus", 1);

    [Theory]
    [InlineData("armRegionName eq 'eastus'", true)]
    [InlineData("armRegionName eq 'EastUS'", false)]
    [InlineData("armRegionName ne 'eastus'", false)]
    [InlineData("armRegionName eq 'westus2' or armSkuName eq 'Standard_NC4as_T4_v3' and priceType eq 'Consumption'", true)]
    [InlineData("(armRegionName eq 'westus2' or armSkuName eq 'Standard_NC4as_T4_v3') and priceType eq 'Reservation'", false)]
    [InlineData("serviceName eq 'Virtual Machines' and (skuName ne 'it''s')", true)]
    public void Lets_through_what_is_asked_for(string filter, bool isFound) => Assert.Equal(isFound, PriceFilter.Read(filter)(Row));

    [Theory]
    [InlineData("")]
    [InlineData("armRegionName")]
    [InlineData("armRegionName eq eastus")]
    [InlineData("armRegionName gt 'eastus'")]
    [InlineData("(armRegionName eq 'eastus'")]
    [InlineData("armRegionName eq 'eastus')")]
    [InlineData("armRegionName eq 'eastus' and")]
    [InlineData("retailPrice eq '1'")]
    public void Refuses_what_the_list_does_not_know(string filter) => Assert.Throws<FormatException>(() => PriceFilter.Read(filter)(Row));
}
