using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Loopback;

/// <summary>A token as Entra's and the Bot Connector's are made up, but signed here.</summary>
internal static class JsonWebToken
{
    public static string Sign(ECDsa key, JsonObject claims)
    {
        var signed = Signed(new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT" }, claims.ToJsonString());
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <param name="header">Says how it is signed.</param>
    /// <param name="claims">As JSON, which is signed as it is.</param>
    public static string Sign(RSA key, JsonObject header, string claims)
    {
        var (hash, padding) = header["alg"]?.GetValue<string>() switch
        {
            "RS384" => (HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            "RS512" => (HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            "PS256" => (HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => (HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        var signed = Signed(header, claims);
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), hash, padding))}";
    }

    /// <exception cref="FormatException">It is no token.</exception>
    public static JsonObject Claims(string token) => token.Split('.') is [_, var claims, _]
        ? JsonNode.Parse(Base64Url.DecodeFromChars(claims)) as JsonObject ?? throw new FormatException("A token's claims are an object.")
        : throw new FormatException("A token has three parts.");

    /// <summary>The two parts that the third vouches for.</summary>
    public static string Signed(JsonObject header, string claims) => $"{Part(header.ToJsonString())}.{Part(claims)}";

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
