using ChatOps.Azure.Prices;

namespace ChatOps.Functions.Settings;

/// <summary>Where the public list of Azure's prices is read.</summary>
/// <param name="Endpoint">Microsoft's, or one that hands it on.</param>
internal sealed record PricesOptions(Uri Endpoint)
{
    public const string Section = "Prices";

    private const string EndpointName = "Prices__Endpoint";

    public static PricesOptions Read(SettingsReader settings, bool isSandbox)
    {
        var endpoint = settings.Address(EndpointName);
        if (endpoint is { IsLoopback: true } && !isSandbox)
            settings.Problem($"{EndpointName} is on this machine. Leave it out: Microsoft's is meant.");
        if (endpoint is { AbsolutePath: not "/" })
            settings.Problem($"{EndpointName} has a path. Set it to the address alone, like https://prices.azure.com.");
        return new PricesOptions(endpoint ?? RetailPricesClient.Public);
    }
}
