using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Tests.Bot.Channels.Teams.Tokens;

/// <summary>One thing is wrong with each; all else is as in a token that is accepted.</summary>
internal static class BadTokens
{
    private static readonly string[] HowItIsSigned = ["none", "None", "nOnE", "HS256", "PS256", "ES256", "RS1", "rs256", ""];

    /// <summary>What is wrong, what the log says of it, and the header that comes with the activity.</summary>
    public static IEnumerable<(string What, string Reason, Func<TokenIssuer, DateTimeOffset, string?> Make)> All =>
    [
        .. Headers,
        .. HowItIsSigned.Select(alg => ($"alg {alg}", "not signed as", Header(header => header["alg"] = alg))),
        .. Keys,
        .. Claims,
        .. Shapes,
    ];

    private static (string, string, Func<TokenIssuer, DateTimeOffset, string?>)[] Headers =>
    [
        ("no header", "the header shows none", (_, _) => null),
        ("an empty header", "the header shows none", (_, _) => ""),
        ("a scheme alone", "the header shows none", (_, _) => "Bearer"),
        ("another scheme", "the header shows none", (issuer, now) => $"Basic {Good(issuer, now)}"),
        ("no scheme", "the header shows none", Good),
        ("two tokens", "characters", (issuer, now) => $"Bearer {Good(issuer, now)} {Good(issuer, now)}"),
        ("two headers in one", "the header shows none", (issuer, now) => $"Bearer {Good(issuer, now)}, Bearer {Good(issuer, now)}"),
        ("a quoted token", "characters", (issuer, now) => $"Bearer \"{Good(issuer, now)}\""),
    ];

    private static (string, string, Func<TokenIssuer, DateTimeOffset, string?>)[] Keys =>
    [
        ("alg none without a signature", "three parts", (issuer, now) =>
            $"Bearer {JsonWebToken.Signed(With(issuer.Header(), h => h["alg"] = "none"), TheClaims(now).ToJsonString())}."),
        ("HS256 with the public key", "not signed as", (issuer, now) => HmacSigned(issuer, now, issuer.PublicKey)),
        ("HS256 with the public key as PEM", "not signed as", (issuer, now) =>
            HmacSigned(issuer, now, Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", issuer.PublicKey)))),
        ("RS256 over what HS256 signed", "signature", (issuer, now) => HmacSigned(issuer, now, issuer.PublicKey, "RS256")),
        ("another key under this one's name", "signature", (issuer, now) => SignedByAnother(issuer.Header(), now)),
        ("another key that it brings itself", "signature", (issuer, now) => SignedByAnother(issuer.Header(), now, brings: true)),
        ("a key that nobody knows", "nobody knows the key", (_, now) => SignedByAnother(new JsonObject { ["alg"] = "RS256", ["kid"] = "mine" }, now)),
        ("a key's name in other letters", "nobody knows the key", Header(header => header["kid"] = $"{header["kid"]}".ToUpperInvariant())),
        ("no key's name", "does not name its key", Header(header => header.Remove("kid"))),
        ("a number for a key's name", "does not name its key", Header(header => header["kid"] = 1)),
        ("an extension that must be understood", "not understood", Header(header => header["crit"] = new JsonArray("b64"))),
    ];

    private static (string, string, Func<TokenIssuer, DateTimeOffset, string?>)[] Claims =>
    [
        ("expired", "expired", (issuer, now) => $"Bearer {Good(issuer, now.AddHours(-1).AddMinutes(-5))}"),
        ("its time has not come", "time has not come", (issuer, now) => $"Bearer {Good(issuer, now.AddMinutes(5).AddSeconds(1))}"),
        ("no expiry", "until when", Claim(claims => claims.Remove("exp"))),
        ("an expiry in words", "until when", Claim(claims => claims["exp"] = $"{claims["exp"]}")),
        ("an expiry without end", "until when", Claim(claims => claims["exp"] = 1e300)),
        ("an expiry before all time", "until when", Claim(claims => claims["exp"] = -1)),
        ("a beginning in words", "until when", Claim(claims => claims["nbf"] = "now")),
        ("another bot", "for another bot", Claim(claims => claims["aud"] = "5f7a1c1e-2f0e-4a43-9f8c-0d3b9f0c7a11")),
        ("another bot among others", "for another bot", Claim(claims => claims["aud"] = new JsonArray("a", "b"))),
        ("nearly this bot", "for another bot", Claim(claims => claims["aud"] = $"{TokenDesk.AppId}/")),
        ("no bot", "for another bot", Claim(claims => claims.Remove("aud"))),
        ("Entra as the issuer", "not from the Bot Connector",
            Claim(claims => claims["iss"] = "https://login.microsoftonline.com/50612dbb-0237-4969-b378-8d42590f9c00/v2.0")),
        ("another cloud as the issuer", "not from the Bot Connector", Claim(claims => claims["iss"] = "https://api.botframework.us")),
        ("nearly the issuer", "not from the Bot Connector", Claim(claims => claims["iss"] = $"{TokenIssuer.Issuer}/")),
        ("no issuer", "not from the Bot Connector", Claim(claims => claims.Remove("iss"))),
        ("no service URL", "for no connector", Claim(claims => claims.Remove("serviceurl"))),
        ("an empty service URL", "for no connector", Claim(claims => claims["serviceurl"] = "")),
        ("several service URLs", "for no connector", Claim(claims => claims["serviceurl"] = new JsonArray(TokenDesk.ServiceUrl))),
        ("a service URL in other letters", "for no connector", Claim(claims => Rename(claims, "serviceurl", "serviceUrl"))),
        ("two audiences", "says a thing twice", Text(json => $$"""{"aud":"somebody",{{json[1..]}}""")),
        ("two audiences, the second first", "says a thing twice", Text(json => $$"""{{json[..^1]}},"aud":"somebody"}""")),
        ("two issuers, one in disguise", "says a thing twice", Text(json => $$"""{"\u0069ss":"somebody",{{json[1..]}}""")),
        ("two expiries", "says a thing twice", Text(json => $$"""{{json[..^1]}},"exp":1}""")),
    ];

    private static (string, string, Func<TokenIssuer, DateTimeOffset, string?>)[] Shapes =>
    [
        ("five parts", "encrypted", (issuer, now) => $"Bearer {Good(issuer, now)}.AAAA.AAAA"),
        ("four parts", "three parts", (issuer, now) => $"Bearer {Good(issuer, now)}.AAAA"),
        ("two parts", "three parts", Parts(parts => $"{parts[0]}.{parts[1]}")),
        ("no claims", "three parts", Parts(parts => $"{parts[0]}..{parts[2]}")),
        ("no header of its own", "three parts", Parts(parts => $".{parts[1]}.{parts[2]}")),
        ("cut short by a letter", "signature", Parts(parts => $"{parts[0]}.{parts[1]}.{parts[2][..^1]}")),
        ("cut in half", "cannot be read", Parts(parts => $"{parts[0]}.{parts[1][..(parts[1].Length / 2)]}.{parts[2]}")),
        ("another's signature", "signature", (issuer, now) =>
            $"Bearer {Good(issuer, now)[..^342]}{Good(issuer, now.AddSeconds(1))[^342..]}"),
        ("other claims under the signature", "signature", Parts(parts => $"{parts[0]}.{Recoded(parts[1], "amer", "emea")}.{parts[2]}")),
        ("another header under the signature", "signature", Parts(parts => $"{Recoded(parts[0], "RS256", "RS512")}.{parts[1]}.{parts[2]}")),
        ("padded", "characters", Parts(parts => $"{parts[0]}.{parts[1]}.{parts[2]}==")),
        ("in the other base64", "characters", Parts(parts => $"{parts[0]}.{parts[1]}+/.{parts[2]}")),
        ("a line break", "the header shows none", Parts(parts => $"{parts[0]}.\n{parts[1]}.{parts[2]}")),
        ("too long", "too long", Claim(claims => claims["more"] = new string('x', 10_000))),
        ("a list", "cannot be read", Text(json => $"[{json}]")),
        ("no JSON", "cannot be read", Text(_ => "hello")),
        ("JSON with a remark", "cannot be read", Text(json => $"/**/{json}")),
        ("JSON with a comma too many", "cannot be read", Text(json => $"{json[..^1]},}}")),
        ("JSON in other quotes", "cannot be read", Text(json => json.Replace('"', '\''))),
        ("JSON with more after it", "cannot be read", Text(json => $"{json}{json}")),
        ("JSON without a bottom", "cannot be read", Text(json => $$"""{"a":{{new string('[', 500)}}{{new string(']', 500)}},{{json[1..]}}""")),
    ];

    private static string Good(TokenIssuer issuer, DateTimeOffset now) => issuer.Sign(TokenDesk.AppId, TokenDesk.ServiceUrl, now);

    private static JsonObject TheClaims(DateTimeOffset now) => TokenIssuer.Claims(TokenDesk.AppId, TokenDesk.ServiceUrl, now);

    private static JsonObject With(JsonObject json, Action<JsonObject> change)
    {
        change(json);
        return json;
    }

    private static void Rename(JsonObject claims, string from, string to)
    {
        claims[to] = $"{claims[from]}";
        claims.Remove(from);
    }

    /// <summary>Signed as it should be, with another header.</summary>
    private static Func<TokenIssuer, DateTimeOffset, string?> Header(Action<JsonObject> change) =>
        (issuer, now) => $"Bearer {issuer.Sign(With(issuer.Header(), change), TheClaims(now))}";

    /// <summary>Signed as it should be, with other claims.</summary>
    private static Func<TokenIssuer, DateTimeOffset, string?> Claim(Action<JsonObject> change) =>
        (issuer, now) => $"Bearer {issuer.Sign(issuer.Header(), With(TheClaims(now), change))}";

    /// <inheritdoc cref="Claim"/>
    private static Func<TokenIssuer, DateTimeOffset, string?> Text(Func<string, string> change) =>
        (issuer, now) => $"Bearer {issuer.Sign(issuer.Header(), change(TheClaims(now).ToJsonString()))}";

    /// <summary>Changed after it was signed.</summary>
    private static Func<TokenIssuer, DateTimeOffset, string?> Parts(Func<string[], string> change) =>
        (issuer, now) => $"Bearer {change(Good(issuer, now).Split('.'))}";

    private static string Recoded(string part, string from, string to) => Base64Url.EncodeToString(
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part)).Replace(from, to, StringComparison.Ordinal)));

    private static string HmacSigned(TokenIssuer issuer, DateTimeOffset now, byte[] secret, string alg = "HS256")
    {
        var signed = JsonWebToken.Signed(With(issuer.Header(), header => header["alg"] = alg), TheClaims(now).ToJsonString());
        return $"Bearer {signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string SignedByAnother(JsonObject header, DateTimeOffset now, bool brings = false)
    {
        using var key = RSA.Create(2048);
        var about = key.ExportParameters(includePrivateParameters: false);
        if (brings)
            header["jwk"] = new JsonObject
            {
                ["kty"] = "RSA",
                ["kid"] = $"{header["kid"]}",
                ["n"] = Base64Url.EncodeToString(about.Modulus),
                ["e"] = Base64Url.EncodeToString(about.Exponent),
            };
        return $"Bearer {JsonWebToken.Sign(key, header, TheClaims(now).ToJsonString())}";
    }
}
