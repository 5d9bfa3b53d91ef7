using System.Collections.Immutable;
using System.Security.Cryptography;
using Azure.Core;
using ChatOps.Azure;
using ChatOps.Azure.Monitor;

namespace ChatOps.Sandbox;

/// <summary>The subscription that the stand-in plays, as the product is told of it.</summary>
internal static class SandboxAzure
{
    public const string Subscription = "00000000-0000-4000-8000-00000000c0de";

    private const string Group = "gpu-machines";

    /// <summary>Where machines' agents would write; whoever is to reach the stand-in is led there.</summary>
    public static MetricsSite Metrics { get; } = new(
        new Uri("https://gpu-machines.eastus-1.ingest.monitor.azure.com"), "dcr-0000000000000000000000000000c0de", "gpu-agents",
        new Guid("00000000-0000-4000-8000-000000009c05"), LogsQueryClient.PublicCloud);

    public static AzureSite Site { get; } = MakeSite();

    /// <summary>The stand-in asks for a token, any token; this one looks like one, so that it is noticed where it should not be.</summary>
    public static TokenCredential Credential { get; } = new AnyToken();

    private static AzureSite MakeSite()
    {
        string[] regions = ["eastus", "eastus2", "southcentralus", "westus2", "westus3"];
        return new AzureSite(Subscription, Group,
            regions.ToImmutableDictionary(r => r, SubnetId),
            $"ssh-ed25519 {Convert.ToBase64String(SshKey())} sandbox")
        {
            Metrics = Metrics,
        };
    }

    /// <summary>In OpenSSH's form. Nobody has the other half of it.</summary>
    private static byte[] SshKey() => [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. RandomNumberGenerator.GetBytes(32)];

    private static string SubnetId(string region) =>
        $"/subscriptions/{Subscription}/resourceGroups/{Group}/providers/Microsoft.Network/virtualNetworks/vnet-{region}/subnets/machines";

    private sealed class AnyToken : TokenCredential
    {
        private static readonly AccessToken Token = new("eyJhbGciOiJub25lIn0.sandbox.", DateTimeOffset.MaxValue);

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Token;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(Token);
    }
}
