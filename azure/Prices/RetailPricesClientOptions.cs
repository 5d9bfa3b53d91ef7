using Azure.Core;

namespace ChatOps.Azure.Prices;

public sealed class RetailPricesClientOptions : ClientOptions
{
    public RetailPricesClientOptions()
    {
        // Whoever asks too often is told for how long to wait, and does. What fails all the same is asked again in an hour.
        Retry.MaxRetries = 2;
        Retry.NetworkTimeout = TimeSpan.FromSeconds(60);
    }
}
