using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace ChatOps.Bot.Channels.Teams.Tokens;

/// <param name="Endorsements">The channels that it vouches for; empty for none.</param>
internal sealed record SigningKey(RsaSecurityKey Key, ImmutableArray<string> Endorsements);

/// <summary>The keys of one fetch, by their ids.</summary>
internal sealed record SigningKeys(ImmutableDictionary<string, SigningKey> ById)
{
    /// <summary>What is shorter is no key to trust.</summary>
    private const int LeastBytes = 2048 / 8;

    /// <summary>As <c>jwks_uri</c> answers. A key that is not understood is not for us.</summary>
    /// <exception cref="InvalidDataException">None is left.</exception>
    public static SigningKeys Read(JsonElement set)
    {
        if (set.ValueKind != JsonValueKind.Object || !set.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException("What was answered is no set of keys.");
        var byId = ImmutableDictionary.CreateBuilder<string, SigningKey>(StringComparer.Ordinal);
        foreach (var key in keys.EnumerateArray())
            if (ReadKey(key) is { } read) byId.TryAdd(read.Key.KeyId, read);
        return byId.Count > 0 ? new SigningKeys(byId.ToImmutable()) : throw new InvalidDataException("There is no RSA key among the keys.");
    }

    private static SigningKey? ReadKey(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || Word(key, "kty") != "RSA" || (Word(key, "use") ?? "sig") != "sig") return null;
        if (Word(key, "kid") is not { Length: > 0 } id || Bytes(key, "n") is not { Length: >= LeastBytes } modulus || Bytes(key, "e") is not { } exponent)
            return null;
        return new SigningKey(
            new RsaSecurityKey(new RSAParameters { Modulus = modulus, Exponent = exponent })
            {
                KeyId = id,
                // What is proven is remembered here (ProvenTokens); the library's own memory would last as long as the process.
                CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
            },
            Endorsements(key));
    }

    private static ImmutableArray<string> Endorsements(JsonElement key) =>
        key.TryGetProperty("endorsements", out var channels) && channels.ValueKind == JsonValueKind.Array
            ? [.. channels.EnumerateArray().Where(channel => channel.ValueKind == JsonValueKind.String).Select(channel => channel.GetString() ?? "")]
            : [];

    private static string? Word(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[]? Bytes(JsonElement key, string name) =>
        Word(key, name) is { } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
