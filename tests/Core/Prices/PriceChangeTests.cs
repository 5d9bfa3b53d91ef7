using ChatOps.Core.Prices;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Prices;

public sealed class PriceChangeTests
{
    private static readonly PriceBook Before = SomeBook.At(SettableTime.Start);

    [Theory]
    [InlineData(4.41)]
    [InlineData(3.59)]
    public void More_than_a_tenth_up_or_down_is_told(double amount)
    {
        var change = Assert.Single(PriceChange.Between(Before, SomeBook.At(SettableTime.Start, (decimal)amount)));

        Assert.Equal(new PriceChange(PriceKind.PayAsYouGo, SomeBook.Size, "eastus", 4, (decimal)amount, "USD"), change);
    }

    [Theory]
    [InlineData(4.4)]
    [InlineData(3.6)]
    [InlineData(4)]
    public void A_tenth_is_not(double amount) => Assert.Empty(PriceChange.Between(Before, SomeBook.At(SettableTime.Start, (decimal)amount)));

    [Fact]
    public void Spot_prices_and_disks_are_told_of_too()
    {
        var after = Before with
        {
            Compute = Before.Compute.SetItem(0, Before.Compute[0] with { SpotPerHour = 2 }),
            Disks = Before.Disks.SetItem(0, Before.Disks[0] with { PerMonth = 50 }),
        };

        Assert.Equal([PriceKind.Spot, PriceKind.Disk], PriceChange.Between(Before, after).Select(change => change.Kind));
    }

    [Fact]
    public void What_is_new_or_gone_is_no_change() =>
        Assert.Empty(PriceChange.Between(Before, Before with { Compute = [new ComputePrice(SomeBook.Size, "westus3", 40, 30)], Disks = [] }));

    [Fact]
    public void Another_currency_is_no_change() => Assert.Empty(PriceChange.Between(Before, SomeBook.At(SettableTime.Start, 40) with { Currency = "EUR" }));
}
