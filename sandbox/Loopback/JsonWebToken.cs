using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Loopback;

/// <summary>A token as Entra's are made up, but signed here, with a key that nobody publishes.</summary>
internal static class JsonWebToken
{
    public static string Sign(ECDsa key, JsonObject claims)
    {
        var signed = $"{Part(new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT" })}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <exception cref="FormatException">It is no token.</exception>
    public static JsonObject Claims(string token) => token.Split('.') is [_, var claims, _]
        ? JsonNode.Parse(Base64Url.DecodeFromChars(claims)) as JsonObject ?? throw new FormatException("A token's claims are an object.")
        : throw new FormatException("A token has three parts.");

    private static string Part(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
