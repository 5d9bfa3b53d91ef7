using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatOps.Bot.Channels.Teams.Tokens;

/// <summary>
/// Tells activities that the Bot Connector sent from what anybody else did, by the token that comes with each:
/// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication.
/// </summary>
public sealed class ActivityTokens(TeamsSite site, TimeProvider time, ILogger<ActivityTokens> log)
{
    private const string Issuer = "https://api.botframework.com";
    private const string WrongTime = "it has expired, or its time has not come";

    private readonly ConnectorKeys _keys = new(site, time, log);
    private readonly ProvenTokens _proven = new();
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = UnprovenToken.Longest };

    /// <param name="authorization">The header; null for none.</param>
    /// <returns>Null when it is refused: the log says why, and nothing of the token.</returns>
    /// <exception cref="NoSigningKeysException">It may be good.</exception>
    public async Task<ConnectorToken?> ValidateAsync(string? authorization, CancellationToken cancellationToken)
    {
        if (!TryReadHeader(authorization, out var text)) return Refuse("the header shows none");
        // The connector shows the same one for an hour: to prove it each time would be most of an activity's work.
        if (_keys.Latest is { } keys && _proven.Find(text, keys) is { } known)
            return known.Lifetime.Holds(time.GetUtcNow()) ? known.Token : Refuse(WrongTime);
        if (UnprovenToken.Read(text, out var problem) is not { } token) return Refuse(problem);
        if (await _keys.FindAsync(token.KeyId, cancellationToken) is not { } found) return Refuse("nobody knows the key that it names");
        if (Problem(token, found.Key) is { } wrong) return Refuse(wrong);
        var proven = new ConnectorToken(token.ServiceUrl, found.Key.Endorsements);
        _proven.Add(text, found.Keys, new ProvenToken(proven, token.Lifetime));
        return proven;
    }

    /// <summary>Whether an activity is what a token was given for; the log says when it is not.</summary>
    /// <param name="serviceUrl">The activity's, and so is the channel.</param>
    public bool Vouches(ConnectorToken token, string? serviceUrl, string? channelId)
    {
        var problem =
            !token.ServiceUrl.Equals(serviceUrl, StringComparison.OrdinalIgnoreCase) ? "it is for another connector than the activity's"
            : channelId is null || !token.Endorsements.Contains(channelId) ? "its key does not vouch for the activity's channel"
            : null;
        if (problem is not null) Log.Refused(log, problem);
        return problem is null;
    }

    private static bool TryReadHeader(string? authorization, [NotNullWhen(true)] out string? token)
    {
        token = AuthenticationHeaderValue.TryParse(authorization, out var header)
            && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? header.Parameter : null;
        return token is not null;
    }

    /// <returns>Null when it is good.</returns>
    private string? Problem(UnprovenToken token, SigningKey key)
    {
        var result = _handler.ValidateToken(token.Text, new TokenValidationParameters
        {
            IssuerSigningKey = key.Key,
            RequireSignedTokens = true,
            ValidAlgorithms = UnprovenToken.Algorithms,
            ValidIssuer = Issuer,
            ValidAudience = site.AppId,
            RequireAudience = true,
            IgnoreTrailingSlashWhenValidatingAudience = false,
            RequireExpirationTime = true,
            LifetimeValidator = (_, _, _, _) => token.Lifetime.Holds(time.GetUtcNow()),
        });
        if (result.IsValid) return null;
        return result.Exception switch
        {
            SecurityTokenInvalidSignatureException => "its signature is not of the key that it names",
            SecurityTokenInvalidIssuerException => "it is not from the Bot Connector",
            SecurityTokenInvalidAudienceException => "it is for another bot",
            SecurityTokenInvalidLifetimeException => WrongTime,
            _ => "it is no token of the Bot Connector",
        };
    }

    private ConnectorToken? Refuse(string because)
    {
        Log.Refused(log, because);
        return null;
    }
}
