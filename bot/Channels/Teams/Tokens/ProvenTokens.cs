using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace ChatOps.Bot.Channels.Teams.Tokens;

internal sealed record ProvenToken(ConnectorToken Token, TokenLifetime Lifetime);

/// <summary>Which tokens were found to be good, by their digests, and by which keys: with others it has to be found again.</summary>
internal sealed class ProvenTokens
{
    /// <summary>Each region's connector shows one for an hour. Should there be more, they are proven once more.</summary>
    private const int Most = 256;

    private readonly ConcurrentDictionary<string, (SigningKeys Keys, ProvenToken Token)> _tokens = new();

    public ProvenToken? Find(string text, SigningKeys keys) =>
        _tokens.TryGetValue(Digest(text), out var found) && ReferenceEquals(found.Keys, keys) ? found.Token : null;

    public void Add(string text, SigningKeys keys, ProvenToken token)
    {
        if (_tokens.Count >= Most) _tokens.Clear();
        _tokens[Digest(text)] = (keys, token);
    }

    private static string Digest(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
