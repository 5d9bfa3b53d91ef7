using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Sandbox.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Loopback;

/// <summary>
/// Where a program in App Service or Functions gets the tokens of its managed identity, as version 2019-08-01 of that endpoint behaves:
/// https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference.
/// </summary>
public sealed class IdentityEndpoint : IAsyncDisposable
{
    private const string ApiVersion = "2019-08-01";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ConcurrentQueue<string> _asked = [];
    private readonly LoopbackServer _server;

    private IdentityEndpoint() => _server = new LoopbackServer(web => web.Run(AnswerAsync));

    /// <summary>For <c>IDENTITY_ENDPOINT</c>.</summary>
    public Uri Address => new(_server.Address, "msi/token");

    /// <summary>For <c>IDENTITY_HEADER</c>: shown with each request, so that nobody can have another make it by mistake.</summary>
    public string Secret { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    /// <summary>The only identity that is assigned, which is the bot's: the default, and also when asked for by this id.</summary>
    public Guid ClientId { get; } = Guid.Parse(SandboxTeams.AppId);

    /// <summary>What tokens were given for, in their order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public static async Task<IdentityEndpoint> StartAsync(CancellationToken cancellationToken)
    {
        var endpoint = new IdentityEndpoint();
        await endpoint._server.StartAsync(cancellationToken);
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _key.Dispose();
    }

    private Task AnswerAsync(HttpContext http)
    {
        var (request, query) = (http.Request, http.Request.Query);
        if (request.Method != "GET" || request.Path != "/msi/token") return RefuseAsync(http, 404, "There is nothing here.");
        if (!IsSecret(request.Headers["X-IDENTITY-HEADER"].ToString())) return RefuseAsync(http, 401, "The header X-IDENTITY-HEADER is missing or wrong.");
        if (query["api-version"] != ApiVersion) return RefuseAsync(http, 400, $"The api-version must be {ApiVersion}.");
        if (query["resource"].ToString() is not { Length: > 0 } resource) return RefuseAsync(http, 400, "The resource is missing.");
        if (query["client_id"].ToString() is { Length: > 0 } id && (!Guid.TryParse(id, out var asked) || asked != ClientId))
            return RefuseAsync(http, 400, "No managed identity found for specified client id.");
        _asked.Enqueue(resource);
        // By the real clock, because who reads the token goes by it.
        var now = TimeProvider.System.GetUtcNow();
        return http.Response.WriteAsJsonAsync(
            new JsonObject
            {
                ["access_token"] = Token(resource, now),
                ["client_id"] = $"{ClientId}",
                ["expires_on"] = now.AddDays(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                ["resource"] = resource,
                ["token_type"] = "Bearer",
            },
            http.RequestAborted);
    }

    private bool IsSecret(string shown) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(Secret));

    private static Task RefuseAsync(HttpContext http, int status, string message)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new JsonObject { ["statusCode"] = status, ["message"] = message }, http.RequestAborted);
    }

    private string Token(string resource, DateTimeOffset now) => JsonWebToken.Sign(_key, new JsonObject
    {
        ["aud"] = resource,
        ["iss"] = $"https://sts.windows.net/{SandboxTeams.TenantId}/",
        ["iat"] = now.ToUnixTimeSeconds(),
        ["nbf"] = now.AddMinutes(-5).ToUnixTimeSeconds(),
        ["exp"] = now.AddDays(1).ToUnixTimeSeconds(),
        ["appid"] = $"{ClientId}",
        ["idtyp"] = "app",
        ["oid"] = $"{ClientId}",
        ["sub"] = $"{ClientId}",
        ["tid"] = SandboxTeams.TenantId,
        ["ver"] = "1.0",
    });
}
