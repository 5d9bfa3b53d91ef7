using System.Collections.Immutable;
using System.Security.Cryptography;
using Azure.Core;
using Azure.Core.Pipeline;
using ChatOps.Azure;
using ChatOps.Core.Sizes;
using ChatOps.Sandbox.Cloud;

namespace ChatOps.Bench;

/// <summary>The real Azure SDK, on the stand-in for ARM over HTTP on the loopback, with all its calls counted.</summary>
internal sealed class BenchCloud : IAsyncDisposable
{
    private const string Subscription = "00000000-0000-4000-8000-00000000c0de";
    private const string Group = "gpu-machines";
    private static readonly string[] Regions = ["eastus", "eastus2", "southcentralus", "westus2", "westus3"];

    private BenchCloud(ArmStandIn standIn)
    {
        (StandIn, Calls) = (standIn, new CallCounter(standIn.Transport()));
        var arm = ArmConnection.Open(Subscription, new AnyToken(), Calls);
        var site = Site();
        Machines = new AzureMachineCloud(arm, site);
        Inventory = new AzureInventory(arm, site);
    }

    public ArmStandIn StandIn { get; }

    public CallCounter Calls { get; }

    public AzureMachineCloud Machines { get; }

    public AzureInventory Inventory { get; }

    /// <summary>With quota for everything.</summary>
    public static async Task<BenchCloud> OpenAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var standIn = await ArmStandIn.StartAsync(time, file: null, cancellationToken);
        foreach (var family in SizeCatalog.Names.Select(name => SizeCatalog.Get(name).QuotaFamily).Distinct())
            foreach (var region in Regions) standIn.State.Quota[$"{family}/{region}"] = int.MaxValue;
        return new BenchCloud(standIn);
    }

    public ValueTask DisposeAsync() => StandIn.DisposeAsync();

    private static AzureSite Site()
    {
        using var key = RSA.Create(2048);
        return new AzureSite(Subscription, Group, Regions.ToImmutableDictionary(region => region, SubnetId),
            $"ssh-rsa {Convert.ToBase64String(key.ExportRSAPublicKey())} bench");
    }

    private static string SubnetId(string region) =>
        $"/subscriptions/{Subscription}/resourceGroups/{Group}/providers/Microsoft.Network/virtualNetworks/vnet-{region}/subnets/machines";

    private sealed class AnyToken : TokenCredential
    {
        private static readonly AccessToken Token = new("bench", DateTimeOffset.MaxValue);

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Token;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(Token);
    }
}

/// <summary>Takes down each call that the SDK makes, as it is sent.</summary>
internal sealed class CallCounter(HttpPipelineTransport inner) : HttpPipelineTransport
{
    private int _count;

    public int Count => _count;

    /// <summary>Method and address of each call.</summary>
    public event Action<string, Uri>? Called;

    public override Request CreateRequest() => inner.CreateRequest();

    public override void Process(HttpMessage message)
    {
        Take(message);
        inner.Process(message);
    }

    public override ValueTask ProcessAsync(HttpMessage message)
    {
        Take(message);
        return inner.ProcessAsync(message);
    }

    private void Take(HttpMessage message)
    {
        Interlocked.Increment(ref _count);
        Called?.Invoke(message.Request.Method.Method, message.Request.Uri.ToUri());
    }
}
