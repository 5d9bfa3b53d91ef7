using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatOps.Bot.Channels.Slack.Signing;

/// <summary>
/// Whether a request is Slack's: version 0 of https://docs.slack.dev/authentication/verifying-requests-from-slack, over the body as it
/// came. What is good once is remembered while its time is good, and is no good again.
/// </summary>
public sealed class SlackSignatures(string secret, TimeProvider time)
{
    /// <summary>How old or how far ahead a request may be.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const string Version = "v0=";

    /// <summary>In digits; any number of seconds has fewer.</summary>
    private const int LongestTimestamp = 19;

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);
    private readonly SeenSignatures _seen = new(time);

    internal SignatureVerdict Check(string? timestamp, string? signature, ReadOnlySpan<byte> body)
    {
        if (timestamp is null || signature is null) return SignatureVerdict.Missing;
        if (timestamp.Length > LongestTimestamp || !timestamp.All(char.IsAsciiDigit)) return SignatureVerdict.Malformed;
        if (!long.TryParse(timestamp, CultureInfo.InvariantCulture, out var seconds)) return SignatureVerdict.Malformed;
        if (Math.Abs((double)time.GetUtcNow().ToUnixTimeSeconds() - seconds) > Window.TotalSeconds) return SignatureVerdict.Old;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!TryRead(signature, given)) return SignatureVerdict.Malformed;
        Span<byte> own = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Compute(timestamp, body, own);
        if (!CryptographicOperations.FixedTimeEquals(given, own)) return SignatureVerdict.Wrong;
        return _seen.TryAdd(own) ? SignatureVerdict.Good : SignatureVerdict.Repeated;
    }

    /// <summary>As Slack signs; for who plays Slack.</summary>
    public string Sign(string timestamp, ReadOnlySpan<byte> body)
    {
        Span<byte> own = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Compute(timestamp, body, own);
        return Version + Convert.ToHexStringLower(own);
    }

    private void Compute(string timestamp, ReadOnlySpan<byte> body, Span<byte> into)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _secret);
        Span<byte> head = stackalloc byte[64];
        hmac.AppendData(head[..Encoding.ASCII.GetBytes($"v0:{timestamp}:", head)]);
        hmac.AppendData(body);
        hmac.GetHashAndReset(into);
    }

    private static bool TryRead(string signature, Span<byte> into) =>
        signature.Length == Version.Length + (2 * into.Length)
        && signature.StartsWith(Version, StringComparison.Ordinal)
        && Convert.FromHexString(signature.AsSpan(Version.Length), into, out _, out _) == System.Buffers.OperationStatus.Done;
}

internal enum SignatureVerdict
{
    Good,
    /// <summary>The very same request was taken before.</summary>
    Repeated,
    Missing,
    Malformed,
    Old,
    Wrong,
}
