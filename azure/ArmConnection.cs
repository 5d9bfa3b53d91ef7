using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;

namespace ChatOps.Azure;

/// <summary>How the product speaks to ARM.</summary>
public static class ArmConnection
{
    /// <summary>In Azure's public cloud.</summary>
    public static readonly Uri PublicCloud = ArmEnvironment.AzurePublicCloud.Endpoint;

    private static readonly ArmEnvironment[] Clouds =
        [ArmEnvironment.AzurePublicCloud, ArmEnvironment.AzureGovernment, ArmEnvironment.AzureChina];

    /// <param name="transport">Null for the SDK's own; the sandbox leads its requests to a stand-in.</param>
    /// <param name="resourceManager">Where ARM is, by https and without a path; null for <see cref="PublicCloud"/>.</param>
    public static ArmClient Open(string subscriptionId, TokenCredential credential, HttpPipelineTransport? transport, Uri? resourceManager = null)
    {
        var options = new ArmClientOptions { Environment = Cloud(resourceManager ?? PublicCloud) };
        // The engine looks again by itself; a retry inside a call would hold up every other machine.
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
        // Spares the SDK asking Azure which versions there are.
        options.SetApiVersion("Microsoft.Network/networkInterfaces", "2023-05-01");
        options.SetApiVersion("Microsoft.Network/publicIPAddresses", "2023-05-01");
        options.SetApiVersion("Microsoft.Compute/disks", "2023-04-02");
        options.SetApiVersion("Microsoft.Compute/snapshots", "2023-04-02");
        options.SetApiVersion("Microsoft.Compute/virtualMachines", "2023-07-01");
        options.SetApiVersion("Microsoft.Compute/virtualMachines/runCommands", "2023-07-01");
        if (transport is not null) options.Transport = transport;
        return new ArmClient(credential, subscriptionId, options);
    }

    /// <summary>For whom its tokens are made out: the clouds that are known have that written down, any other is asked by its own address.</summary>
    internal static ArmEnvironment Cloud(Uri resourceManager)
    {
        foreach (var known in Clouds)
            if (known.Endpoint == resourceManager) return known;
        return new ArmEnvironment(resourceManager, resourceManager.GetLeftPart(UriPartial.Authority));
    }
}
