using ChatOps.Core.Words;

namespace ChatOps.Tests.Core.Words;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("14.69", "USD", "$14.69")]
    [InlineData("0", "USD", "$0.00")]
    [InlineData("0.526", "USD", "$0.53")]
    [InlineData("0.005", "USD", "$0.01")]
    [InlineData("1234567.5", "USD", "$1,234,567.50")]
    [InlineData("14.69", "EUR", "14.69 EUR")]
    [InlineData("3", "CHF", "3.00 CHF")]
    public void Shows_two_decimals_and_its_currency(string amount, string currency, string expected) =>
        Assert.Equal(expected, new Money(decimal.Parse(amount), currency).ToString());

    [Fact]
    public void Costs_the_price_times_the_hours() => Assert.Equal(new Money(14.692m, "USD"), new Money(3.673m, "USD") * 4);

    [Fact]
    public void Keeps_its_currency_when_multiplied() => Assert.Equal("EUR", (new Money(1m, "EUR") * 2.5).Currency);

    [Fact]
    public void Costs_nothing_for_no_time() => Assert.Equal(new Money(0m, "USD"), new Money(3.673m, "USD") * 0);

    [Fact]
    public void Is_another_amount_in_another_currency() => Assert.NotEqual(new Money(1m, "USD"), new Money(1m, "EUR"));
}
