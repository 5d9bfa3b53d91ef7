using Azure;
using ChatOps.Azure.Prices;

namespace ChatOps.Tests.Azure.Prices;

public sealed class RetailPricesClientTests
{
    private static readonly RetailPriceFilter Filter = RetailPriceFilter.OfSizes(["Standard_NC40ads_H100_v5"], ["eastus"]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_a_row_as_the_list_writes_it_and_shows_no_token()
    {
        var asked = new List<(string? Url, bool HasToken)>();
        var client = Answering(request =>
        {
            asked.Add(($"{request.RequestUri?.AbsoluteUri}", request.Headers.Authorization is not null));
            return Arm.Answer(200, """
                {"BillingCurrency":"USD","CustomerEntityId":"Default","CustomerEntityType":"Retail","Items":[
                 {"currencyCode":"USD","tierMinimumUnits":0.0,"retailPrice":6.98,"unitPrice":6.98,"armRegionName":"eastus","location":"US East",
                  "effectiveStartDate":"2023-12-01T00:00:00Z","meterId":"00000000-0000-0000-0000-000000000001","meterName":"NC40adsH100v5",
                  "productId":"DZH318Z0F8W2","skuId":"DZH318Z0F8W2/000N","productName":"Virtual Machines NCadsH100v5 Series","skuName":"NC40adsH100v5",
                  "serviceName":"Virtual Machines","serviceId":"DZH313Z7MMC8","serviceFamily":"Compute","unitOfMeasure":"1 Hour","type":"Consumption",
                  "isPrimaryMeterRegion":true,"armSkuName":"Standard_NC40ads_H100_v5"}],"NextPageLink":null,"Count":1}
                """);
        });

        Assert.Equal([RetailRow.Machine], await ReadAsync(client));

        var query = $"api-version=2023-01-01-preview&currencyCode='USD'&$filter={Uri.EscapeDataString(Filter.Text)}";
        Assert.Equal(($"https://prices.azure.com/api/retail/prices?{query}", false), Assert.Single(asked));
    }

    [Fact]
    public async Task Follows_pages_also_where_their_address_names_the_port()
    {
        var client = Answering(request => Arm.Answer(200, request.RequestUri?.Query.Contains("$skip", StringComparison.Ordinal) == true
            ? """{"Items":[],"NextPageLink":null}"""
            : """{"Items":[],"NextPageLink":"https://prices.azure.com:443/api/retail/prices?$filter=x&$skip=1000"}"""));

        Assert.Empty(await ReadAsync(client));
    }

    [Fact]
    public async Task Reads_all_pages()
    {
        await using var desk = await PricesDesk.OpenAsync();
        string[] regions = ["eastus", "eastus2", "southcentralus", "westus2", "westus3"];
        var filter = RetailPriceFilter.OfSizes(
            ["Standard_NC4as_T4_v3", "Standard_NC8as_T4_v3", "Standard_NC64as_T4_v3", "Standard_NC96ads_A100_v4"], regions);

        var rows = await desk.Client.GetPricesAsync("USD", filter, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(2, desk.StandIn.Requests);
        Assert.Equal(120, rows.Count);
        Assert.Equal(rows.Count, rows.Distinct().Count());
    }

    [Fact]
    public async Task Asks_again_when_it_has_asked_too_often()
    {
        var answers = 0;
        var client = Answering(_ => answers++ == 0 ? Arm.Answer(429, "{}", ("Retry-After", "0")) : Arm.Answer(200, """{"Items":[]}"""));

        Assert.Empty(await ReadAsync(client));
        Assert.Equal(2, answers);
    }

    [Theory]
    [InlineData("https://prices.example/api/retail/prices?$skip=1000")]
    [InlineData("http://prices.azure.com/api/retail/prices?$skip=1000")]
    [InlineData("https://prices.azure.com:8443/api/retail/prices?$skip=1000")]
    [InlineData("https://prices.azure.com@prices.example/api/retail/prices")]
    [InlineData("/api/retail/prices?$skip=1000")]
    public async Task Follows_a_link_to_nobody_but_the_list(string link)
    {
        var asked = 0;
        var client = Answering(_ =>
        {
            asked++;
            return Arm.Answer(200, $$"""{"Items":[],"NextPageLink":"{{link}}"}""");
        });

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => ReadAsync(client));

        Assert.Equal(("InvalidNextLink", 1), (refused.ErrorCode, asked));
    }

    [Fact]
    public async Task Does_not_follow_pages_for_ever()
    {
        var client = Answering(_ => Arm.Answer(200, """{"Items":[],"NextPageLink":"https://prices.azure.com/api/retail/prices"}"""));

        Assert.Equal("TooManyPages", (await Assert.ThrowsAsync<RequestFailedException>(() => ReadAsync(client))).ErrorCode);
    }

    [Theory]
    [InlineData("<html>Sorry</html>")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"Items":[{"retailPrice":1}]}""")]
    [InlineData("""{"Items":[{"type":"Consumption","retailPrice":"cheap"}]}""")]
    public async Task An_answer_that_is_no_list_of_prices_is_an_error(string body)
    {
        var client = Answering(_ => Arm.Answer(200, body));

        Assert.Equal("InvalidAnswer", (await Assert.ThrowsAsync<RequestFailedException>(() => ReadAsync(client))).ErrorCode);
    }

    [Theory]
    [InlineData("usd")]
    [InlineData("USD'")]
    [InlineData("USD\n")]
    public async Task Takes_nothing_for_a_currency_that_is_none(string currency)
    {
        var client = Answering(_ => throw new InvalidOperationException("Nobody is to be asked."));

        await Assert.ThrowsAsync<ArgumentException>(() => client.GetPricesAsync(currency, Filter, Cancellation).ToListAsync(Cancellation).AsTask());
    }

    private static Task<List<RetailPrice>> ReadAsync(RetailPricesClient client) =>
        client.GetPricesAsync("USD", Filter, Cancellation).ToListAsync(Cancellation).AsTask();

    private static RetailPricesClient Answering(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var options = new RetailPricesClientOptions { Transport = Arm.Answering(answer) };
        (options.Retry.Delay, options.Retry.MaxDelay) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        return new RetailPricesClient(RetailPricesClient.Public, options);
    }
}
