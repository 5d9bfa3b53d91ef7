using ChatOps.Azure;
using ChatOps.Azure.Prices;
using ChatOps.Core.Prices;
using ChatOps.Sandbox.Prices;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure.Prices;

/// <summary>The product's client of the price list against the stand-in, over HTTP.</summary>
internal sealed class PricesDesk : IAsyncDisposable
{
    private PricesDesk(PricesStandIn standIn)
    {
        var options = new RetailPricesClientOptions { Transport = standIn.Transport() };
        (options.Retry.Delay, options.Retry.MaxDelay) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        (StandIn, Client) = (standIn, new RetailPricesClient(RetailPricesClient.Public, options));
        List = new AzurePriceList(Client);
    }

    public PricesStandIn StandIn { get; }

    public RetailPricesClient Client { get; }

    public AzurePriceList List { get; }

    public static async Task<PricesDesk> OpenAsync() => new(await PricesStandIn.StartAsync(certificate: null, TestContext.Current.CancellationToken));

    public Task<PriceBook> ReadAsync(PriceQuestion question) => List.ReadAsync(question, SettableTime.Start, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => StandIn.DisposeAsync();
}
