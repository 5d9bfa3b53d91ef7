using ChatOps.Azure.Prices;
using ChatOps.Core.Machines;
using ChatOps.Core.Prices;
using ChatOps.Sandbox.Prices;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure.Prices;

public sealed class AzurePriceListTests
{
    private static readonly PriceQuestion All = PriceQuestion.Of(Situations.Catalog.All, "USD");

    [Fact]
    public async Task Reads_what_was_asked_for_and_nothing_that_only_looks_like_it()
    {
        await using var desk = await PricesDesk.OpenAsync();

        var book = await desk.ReadAsync(All);

        Assert.Equal((SettableTime.Start, "USD"), (book.ReadAt, book.Currency));
        Assert.All(
            from price in ShippedPrices.Book.Compute from region in All.Regions select (price.Size, region),
            asked => Assert.Equal(
                (ShippedPrices.Book.PerHour(asked.Size, asked.region, false), ShippedPrices.Book.PerHour(asked.Size, asked.region, true)),
                (book.PerHour(asked.Size, asked.region, false), book.PerHour(asked.Size, asked.region, true))));
        Assert.Equal(ShippedPrices.Book.Compute.Length * All.Regions.Length, book.Compute.Length);
        Assert.Equal(All.DiskTiers.Length * All.Regions.Length, book.Disks.Length);
        Assert.All(book.Disks, disk => Assert.Equal(ShippedPrices.Book.Disks.First(known => known.Tier == disk.Tier).PerMonth, disk.PerMonth));
    }

    [Fact]
    public async Task Asks_for_it_in_few_requests_that_are_not_long()
    {
        await using var desk = await PricesDesk.OpenAsync();

        await desk.ReadAsync(All);

        Assert.InRange(desk.StandIn.Requests, 4, 15);
    }

    [Fact]
    public async Task Reads_it_in_the_currency_of_the_policy()
    {
        await using var desk = await PricesDesk.OpenAsync();

        var (dollars, euros) = (await desk.ReadAsync(All), await desk.ReadAsync(All with { Currency = "EUR" }));

        Assert.Equal(dollars.PerHour(RetailRow.Size, "eastus", spot: false)?.Amount * 0.9m, euros.PerHour(RetailRow.Size, "eastus", spot: false)?.Amount);
        Assert.Equal("EUR", euros.PerHour(RetailRow.Size, "eastus", spot: false)?.Currency);
    }

    [Fact]
    public async Task A_price_of_today_supersedes_that_of_before()
    {
        await using var desk = await PricesDesk.OpenAsync();
        lock (desk.StandIn.Lock) desk.StandIn.Rows.Insert(0, PriceRows.Machine(RetailRow.Size, "eastus", 9) with { From = SettableTime.Start });

        var book = await desk.ReadAsync(All);

        Assert.Equal(9, book.PerHour(RetailRow.Size, "eastus", spot: false)?.Amount);
        Assert.Equal(6.98m, book.PerHour(RetailRow.Size, "westus2", spot: false)?.Amount);
    }

    [Fact]
    public async Task A_list_that_is_not_there_is_a_fault()
    {
        await using var desk = await PricesDesk.OpenAsync();
        lock (desk.StandIn.Lock) desk.StandIn.IsDown = true;

        var fault = await Assert.ThrowsAsync<CloudFaultException>(() => desk.ReadAsync(All));

        Assert.Equal(FaultKind.Transient, fault.Fault.Kind);
    }

    [Fact]
    public async Task A_list_without_any_of_the_sizes_is_a_fault_and_no_empty_book()
    {
        await using var desk = await PricesDesk.OpenAsync();

        var fault = await Assert.ThrowsAsync<CloudFaultException>(() => desk.ReadAsync(All with { Currency = "CHF" }));

        Assert.Equal("NoPrices", fault.Fault.Code);
    }

    [Fact]
    public async Task Who_asked_too_often_asks_again()
    {
        await using var desk = await PricesDesk.OpenAsync();
        lock (desk.StandIn.Lock) (desk.StandIn.Throttled, desk.StandIn.RetryAfterSeconds) = (2, 0);

        Assert.NotEmpty((await desk.ReadAsync(All)).Compute);
    }
}
