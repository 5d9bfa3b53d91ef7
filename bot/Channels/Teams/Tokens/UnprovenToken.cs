using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;

namespace ChatOps.Bot.Channels.Teams.Tokens;

/// <summary>
/// A token as it says it is. It is read strictly before the library sees it, which unpacks encrypted tokens of any size, takes the last of
/// two claims of a name, and forgives JSON much.
/// </summary>
/// <param name="Text">All of it.</param>
internal sealed record UnprovenToken(string Text, string KeyId, string ServiceUrl, TokenLifetime Lifetime)
{
    /// <summary>In characters. The connector's are shorter than 2,000.</summary>
    public const int Longest = 8 * 1024;

    public static readonly ImmutableArray<string> Algorithms = ["RS256", "RS384", "RS512"];

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <param name="problem">What is wrong with it, when it is null.</param>
    public static UnprovenToken? Read(string text, out string problem)
    {
        problem = "";
        if (text.Length > Longest) problem = "it is too long";
        else if (text.AsSpan().ContainsAnyExcept(Alphabet)) problem = "it has characters that no token has";
        else if (text.AsSpan().Count('.') == 4) problem = "it is encrypted";
        else if (text.Split('.') is not [{ Length: > 0 } header, { Length: > 0 } claims, { Length: > 0 }]) problem = "it has not three parts";
        else return Read(text, header, claims, out problem);
        return null;
    }

    private static UnprovenToken? Read(string text, string header, string claims, out string problem)
    {
        try
        {
            using var head = JsonDocument.Parse(Base64Url.DecodeFromChars(header), Strict);
            using var body = JsonDocument.Parse(Base64Url.DecodeFromChars(claims), Strict);
            return Read(text, head.RootElement, body.RootElement, out problem);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            problem = "it cannot be read, or says a thing twice";
            return null;
        }
    }

    private static UnprovenToken? Read(string text, JsonElement header, JsonElement claims, out string problem)
    {
        problem = "";
        if (header.ValueKind != JsonValueKind.Object || claims.ValueKind != JsonValueKind.Object) problem = "it cannot be read";
        else if (Word(header, "alg") is not { } algorithm || !Algorithms.Contains(algorithm)) problem = "it is not signed as the Bot Connector signs";
        else if (header.TryGetProperty("crit", out _)) problem = "it asks for what is not understood";
        else if (Word(header, "kid") is not { } key) problem = "it does not name its key";
        else if (Word(claims, "serviceurl") is not { } serviceUrl) problem = "it is for no connector";
        else if (TokenLifetime.Read(claims) is not { } lifetime) problem = "it does not say until when it is good";
        else return new UnprovenToken(text, key, serviceUrl, lifetime);
        return null;
    }

    private static string? Word(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } word ? word : null;
}
