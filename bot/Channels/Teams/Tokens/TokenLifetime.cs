using System.Text.Json;

namespace ChatOps.Bot.Channels.Teams.Tokens;

/// <summary>When a token is good.</summary>
/// <param name="From">Null: from ever.</param>
internal sealed record TokenLifetime(DateTimeOffset? From, DateTimeOffset Until)
{
    /// <summary>How wrong clocks may go.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <returns>Null when it is not said as it should be.</returns>
    public static TokenLifetime? Read(JsonElement claims)
    {
        if (!claims.TryGetProperty("exp", out var exp) || Time(exp) is not { } until) return null;
        if (!claims.TryGetProperty("nbf", out var nbf)) return new TokenLifetime(null, until);
        return Time(nbf) is { } from ? new TokenLifetime(from, until) : null;
    }

    public bool Holds(DateTimeOffset now) => !(From - Skew > now) && now - Skew < Until;

    /// <summary>Within what a clock can show, skew and all.</summary>
    private static DateTimeOffset? Time(JsonElement seconds) =>
        seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt64(out var since) && since is >= 0 and < 200_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(since)
            : null;
}
