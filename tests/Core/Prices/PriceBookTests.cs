using System.Text;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Prices;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;
using ChatOps.Tests.Core.Machines;

namespace ChatOps.Tests.Core.Prices;

public sealed class PriceBookTests
{
    private static readonly MachineShape Shape = Situations.Blueprint("pytorch-a100").Machine;

    [Theory]
    [InlineData("eastus", false, 4)]
    [InlineData("eastus", true, 1)]
    [InlineData("westus2", false, 5)]
    public void A_size_has_the_price_of_its_region(string region, bool spot, int amount) =>
        Assert.Equal(new Money(amount, "USD"), SomeBook.Now.PerHour(SomeBook.Size, region, spot));

    [Theory]
    [InlineData("northeurope", false, 5)]
    [InlineData("westus2", true, 1)]
    public void Where_the_region_has_none_the_dearest_of_the_others_counts(string region, bool spot, int amount) =>
        Assert.Equal(new Money(amount, "USD"), SomeBook.Now.PerHour(SomeBook.Size, region, spot));

    [Fact]
    public void A_size_that_is_not_listed_has_none() => Assert.Null(SomeBook.Now.PerHour("Standard_NC4as_T4_v3", "eastus", spot: false));

    [Fact]
    public void Azure_writes_sizes_in_capitals_as_it_likes() =>
        Assert.Equal(4, SomeBook.Now.PerHour(SomeBook.Size.ToUpperInvariant(), "eastus", spot: false)?.Amount);

    [Fact]
    public void A_month_of_disks_has_730_hours()
    {
        Assert.Equal((256, 512), (Shape.OsDisk.SizeGiB, Shape.DataDisk?.SizeGiB));
        Assert.Equal(new Money(0.15m, "USD"), SomeBook.Now.DisksPerHour(Shape, "eastus"));
        Assert.Equal(new Money(0.15m, "USD"), SomeBook.Now.DisksPerHour(Shape, "westus2"));
    }

    [Fact]
    public void A_machine_without_a_data_disk_pays_for_none() =>
        Assert.Equal(new Money(0.05m, "USD"), SomeBook.Now.DisksPerHour(Shape with { DataDisk = null }, "eastus"));

    [Theory]
    [InlineData("Premium_LRS", 1024)]
    [InlineData("Premium_ZRS", 512)]
    [InlineData("UltraSSD_LRS", 512)]
    public void Of_disks_one_of_which_has_no_price_none_is_known(string type, int sizeGiB) =>
        Assert.Null(SomeBook.Now.DisksPerHour(Shape with { DataDisk = new DataDisk(sizeGiB, type, "/data") }, "eastus"));

    [Fact]
    public void An_empty_one_knows_nothing()
    {
        var none = PriceBook.Empty("EUR");

        Assert.Equal((null, null), (none.PerHour(SomeBook.Size, "eastus", spot: false), none.DisksPerHour(Shape, "eastus")));
    }

    [Fact]
    public void Is_read_as_it_was_written()
    {
        var text = PriceBookFile.Write(SomeBook.Now);

        Assert.Equal(text, PriceBookFile.Write(PriceBookFile.Read("prices.json", new MemoryStream(Encoding.UTF8.GetBytes(text)))));
        Assert.Contains("\"westus2\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{ "currency": "USD" }""")]
    [InlineData("not JSON")]
    public void What_is_no_price_book_is_said_to_be_none(string text)
    {
        var wrong = Assert.Throws<InvalidFileException>(() => PriceBookFile.Read("prices.json", new MemoryStream(Encoding.UTF8.GetBytes(text))));

        Assert.StartsWith("prices.json: ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_blueprints_can_use_is_asked_for_once()
    {
        var question = PriceQuestion.Of(Situations.Catalog.All, "USD");

        Assert.Equal(["eastus", "eastus2", "southcentralus", "westus2", "westus3"], question.Regions);
        Assert.Equal(["P10 LRS", "P15 LRS", "P20 LRS", "P30 LRS", "P50 LRS"], question.DiskTiers);
        Assert.Equal(ChatOps.Core.Sizes.SizeCatalog.Names.Order(StringComparer.Ordinal), question.Sizes);
    }
}
