using System.Collections.Immutable;
using System.Security.Cryptography;
using Azure.Core;
using ChatOps.Azure;

namespace ChatOps.Sandbox;

/// <summary>The subscription that the stand-in plays, as the product is told of it.</summary>
internal static class SandboxAzure
{
    public const string Subscription = "00000000-0000-4000-8000-00000000c0de";

    private const string Group = "gpu-machines";

    public static AzureSite Site { get; } = MakeSite();

    /// <summary>The stand-in asks for a token, any token; this one looks like one, so that it is noticed where it should not be.</summary>
    public static TokenCredential Credential { get; } = new AnyToken();

    private static AzureSite MakeSite()
    {
        string[] regions = ["eastus", "eastus2", "southcentralus", "westus2", "westus3"];
        using var key = RSA.Create(2048);
        return new AzureSite(Subscription, Group,
            regions.ToImmutableDictionary(r => r, SubnetId),
            $"ssh-rsa {Convert.ToBase64String(key.ExportRSAPublicKey())} sandbox");
    }

    private static string SubnetId(string region) =>
        $"/subscriptions/{Subscription}/resourceGroups/{Group}/providers/Microsoft.Network/virtualNetworks/vnet-{region}/subnets/machines";

    private sealed class AnyToken : TokenCredential
    {
        private static readonly AccessToken Token = new("eyJhbGciOiJub25lIn0.sandbox.", DateTimeOffset.MaxValue);

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Token;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(Token);
    }
}
