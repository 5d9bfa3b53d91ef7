using ChatOps.Azure.Prices;
using ChatOps.Core.Sizes;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure.Prices;

public sealed class ShippedPricesTests
{
    [Fact]
    public void Each_size_that_a_blueprint_offers_has_a_price() => Assert.All(
        Situations.Catalog.All.SelectMany(blueprint => blueprint.Machine.Sizes).Distinct(), size => Assert.NotNull(SomePrices.Of(size)));

    [Fact]
    public void Each_blueprint_s_disks_have_one() => Assert.All(
        Situations.Catalog.All, blueprint => Assert.NotNull(ShippedPrices.Book.DisksPerHour(blueprint.Machine, blueprint.Machine.Regions[0])));

    [Fact]
    public void Each_says_where_it_is_from()
    {
        Assert.All(ShippedPrices.Book.Compute, price => Assert.False(string.IsNullOrEmpty(price.Source) || string.IsNullOrEmpty(price.Basis)));
        Assert.All(ShippedPrices.Book.Disks, price => Assert.False(string.IsNullOrEmpty(price.Source)));
        Assert.NotNull(ShippedPrices.Book.Origin);
    }

    [Fact]
    public void They_are_of_sizes_that_are_known() =>
        Assert.All(ShippedPrices.Book.Compute, price => Assert.Equal(price.Size, SizeCatalog.Get(price.Size).Name));

    [Fact]
    public void Spot_never_costs_more() =>
        Assert.All(ShippedPrices.Book.Compute, price => Assert.True(price.SpotPerHour is null || price.SpotPerHour <= price.PerHour));
}
