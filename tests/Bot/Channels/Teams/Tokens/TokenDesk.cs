using ChatOps.Bot.Channels.Teams;
using ChatOps.Bot.Channels.Teams.Tokens;
using ChatOps.Sandbox.Teams;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Bot.Channels.Teams.Tokens;

/// <summary>An issuer, and who validates what it signs. The clock stands still.</summary>
internal sealed class TokenDesk : IAsyncDisposable
{
    public const string AppId = "0b6fe6d1-fece-44f7-9a48-56465e2d5ab8";
    public const string ServiceUrl = "https://smba.trafficmanager.net/amer/50612dbb-0237-4969-b378-8d42590f9c00/";

    private readonly SocketsHttpHandler _http = new();
    private readonly bool _isOurs;

    private TokenDesk(TokenIssuer issuer, bool isOurs)
    {
        (Issuer, _isOurs) = (issuer, isOurs);
        Tokens = New(issuer.Metadata);
    }

    public TokenIssuer Issuer { get; }

    public SettableTime Time { get; } = new();

    public HeardLog Log { get; } = new();

    public ActivityTokens Tokens { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>With an issuer of its own, that it may break.</summary>
    public static async Task<TokenDesk> OpenAsync() => new(await TokenIssuer.StartAsync(Cancellation), isOurs: true);

    public static TokenDesk At(TokenIssuer issuer) => new(issuer, isOurs: false);

    public ActivityTokens New(Uri metadata) => new(
        new TeamsSite
        {
            AppId = AppId,
            TenantId = "50612dbb-0237-4969-b378-8d42590f9c00",
            OpenIdMetadata = metadata,
            Token = _ => throw new InvalidOperationException("Nobody is called."),
            Http = _http,
        },
        Time,
        Log.Factory.CreateLogger<ActivityTokens>());

    public string Sign() => $"Bearer {Issuer.Sign(AppId, ServiceUrl, Time.Now)}";

    public Task<ConnectorToken?> ValidateAsync(string? authorization) => Tokens.ValidateAsync(authorization, Cancellation);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        Log.Dispose();
        if (_isOurs) await Issuer.DisposeAsync();
    }
}
