using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ChatOps.Sandbox.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Teams;

/// <summary>
/// A stand-in for <c>login.botframework.com</c> on the loopback: it says where its keys are, publishes them, and signs what the Bot
/// Connector shows with each activity.
/// </summary>
public sealed class TokenIssuer : IAsyncDisposable
{
    public const string Issuer = "https://api.botframework.com";

    private const string MetadataPath = "/v1/.well-known/openidconfiguration";
    private const string KeysPath = "/v1/.well-known/keys";

    private readonly LoopbackServer _server;
    private RSA _key = RSA.Create(2048);
    private int _asked;

    private TokenIssuer() => _server = new LoopbackServer(web => web.Run(AnswerAsync));

    /// <summary>For <c>Teams__OpenIdMetadata</c>.</summary>
    public Uri Metadata => new(_server.Address, MetadataPath);

    /// <summary>How often the keys were asked for.</summary>
    public int KeysAsked => Volatile.Read(ref _asked);

    /// <summary>The channels that its key vouches for; null to say nothing of them.</summary>
    public IReadOnlyList<string>? Endorsements { get; set; } = ["msteams"];

    /// <summary>What everything is answered with while it is broken; null while it works.</summary>
    public int? Breakage { get; set; }

    /// <summary>The key's name in its set and in a token's header.</summary>
    public string KeyId => Base64Url.EncodeToString(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()).AsSpan(0, 20));

    /// <summary>What anybody can know of the key.</summary>
    public byte[] PublicKey => _key.ExportSubjectPublicKeyInfo();

    public static async Task<TokenIssuer> StartAsync(CancellationToken cancellationToken)
    {
        var issuer = new TokenIssuer();
        await issuer._server.StartAsync(cancellationToken);
        return issuer;
    }

    /// <summary>A token as the connector shows it, good for an hour.</summary>
    /// <param name="appId">Of the bot that it is shown to.</param>
    /// <param name="serviceUrl">As in the activity.</param>
    public string Sign(string appId, string serviceUrl, DateTimeOffset now) => Sign(Header(), Claims(appId, serviceUrl, now));

    /// <summary>For a token that is not as it should be: see <see cref="Header"/> and <see cref="Claims"/>.</summary>
    public string Sign(JsonObject header, JsonObject claims) => JsonWebToken.Sign(_key, header, claims.ToJsonString());

    /// <inheritdoc cref="Sign(JsonObject, JsonObject)"/>
    /// <param name="claims">The JSON itself, which may have a member twice.</param>
    public string Sign(JsonObject header, string claims) => JsonWebToken.Sign(_key, header, claims);

    public JsonObject Header() => new() { ["alg"] = "RS256", ["kid"] = KeyId, ["x5t"] = KeyId, ["typ"] = "JWT" };

    public static JsonObject Claims(string appId, string serviceUrl, DateTimeOffset now) => new()
    {
        ["serviceurl"] = serviceUrl,
        ["nbf"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
        ["iss"] = Issuer,
        ["aud"] = appId,
    };

    /// <summary>Signs with another key from now on, and publishes that one only.</summary>
    public void Rotate()
    {
        using var old = _key;
        _key = RSA.Create(2048);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _key.Dispose();
    }

    private Task AnswerAsync(HttpContext http)
    {
        var isKeys = http.Request.Path == KeysPath;
        if (isKeys) Interlocked.Increment(ref _asked);
        if (Breakage is not { } status && http.Request is { Method: "GET" } && (isKeys || http.Request.Path == MetadataPath))
            return http.Response.WriteAsJsonAsync(isKeys ? Keys() : About(), http.RequestAborted);
        http.Response.StatusCode = Breakage ?? StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private JsonObject About() => new()
    {
        ["issuer"] = Issuer,
        ["jwks_uri"] = $"{new Uri(_server.Address, KeysPath)}",
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt"),
    };

    private JsonObject Keys()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        var published = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = KeyId,
            ["x5t"] = KeyId,
            ["n"] = Base64Url.EncodeToString(key.Modulus),
            ["e"] = Base64Url.EncodeToString(key.Exponent),
        };
        if (Endorsements is { } endorsements) published["endorsements"] = new JsonArray([.. endorsements.Select(channel => (JsonNode)channel)]);
        return new JsonObject { ["keys"] = new JsonArray(published) };
    }
}
