using ChatOps.Core.Words;
using ChatOps.Sandbox.Prices;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Prices;

public sealed class PriceControlsTests
{
    [Fact]
    public async Task A_new_price_is_in_the_list_from_now_on()
    {
        await using var standIn = await PricesStandIn.StartAsync(certificate: null, TestContext.Current.CancellationToken);

        PriceControls.Run(standIn, ["price", "standard_nc24ads_a100_v4", "eastus", "4.20"], SettableTime.Start);

        var row = standIn.Rows[^1];
        Assert.Equal(("Standard_NC24ads_A100_v4", "eastus", 4.20m, SettableTime.Start), (row.ArmSkuName, row.Region, row.Price, row.From));
    }

    [Fact]
    public async Task The_list_goes_and_comes_back()
    {
        await using var standIn = await PricesStandIn.StartAsync(certificate: null, TestContext.Current.CancellationToken);

        PriceControls.Run(standIn, ["prices", "down"], SettableTime.Start);
        Assert.True(standIn.IsDown);

        PriceControls.Run(standIn, ["prices", "up"], SettableTime.Start);
        Assert.False(standIn.IsDown);
    }

    [Theory]
    [InlineData("prices", "What happens to the prices?")]
    [InlineData("prices left", "What happens to the prices?")]
    [InlineData("price Standard_NC24ads_A100_v4 eastus", "What happens to the prices?")]
    [InlineData("price Standard_NC24ads_A100_v4 eastus free", "What happens to the prices?")]
    [InlineData("price Standard_NC24ads_A100_v4 eastus 0", "What happens to the prices?")]
    [InlineData("price Standard_NC24ads_A100 eastus 4", "Standard_NC24ads_A100 is no GPU size. Did you mean Standard_NC24ads_A100_v4?")]
    public async Task Says_what_could_be_written_instead(string words, string problem)
    {
        await using var standIn = await PricesStandIn.StartAsync(certificate: null, TestContext.Current.CancellationToken);

        var wrong = Assert.Throws<UserError>(() => PriceControls.Run(standIn, words.Split(' '), SettableTime.Start));

        Assert.StartsWith(problem, wrong.Message, StringComparison.Ordinal);
    }
}
