using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using ChatOps.Sandbox.Loopback;

namespace ChatOps.Tests.Sandbox.Loopback;

/// <summary>
/// Gets tokens from the identity endpoint without being told of it by environment variables, which all tests of a process would share.
/// </summary>
internal sealed class ManagedIdentity(IdentityEndpoint identity) : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var resource = requestContext.Scopes.Single()[..^"/.default".Length];
        using var http = new HttpClient { DefaultRequestHeaders = { { "X-IDENTITY-HEADER", identity.Secret } } };
        var uri = new Uri($"{identity.Address}?api-version=2019-08-01&resource={Uri.EscapeDataString(resource)}");
        var answer = await http.GetFromJsonAsync<JsonObject>(uri, cancellationToken);
        var expires = long.Parse((string?)answer?["expires_on"] ?? "", CultureInfo.InvariantCulture);
        return new AccessToken((string?)answer?["access_token"] ?? "", DateTimeOffset.FromUnixTimeSeconds(expires));
    }
}
