using ChatOps.Sandbox.Teams;

namespace ChatOps.Tests.Bot.Channels.Teams.Tokens;

/// <summary>An issuer for many tests that only ask it to sign: to make a key takes longer than all that is done with it.</summary>
public sealed class IssuerFixture : IAsyncLifetime
{
    private TokenIssuer? _issuer;

    public TokenIssuer Issuer => _issuer ?? throw new InvalidOperationException("It has not started.");

    public async ValueTask InitializeAsync() => _issuer = await TokenIssuer.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _issuer?.DisposeAsync() ?? ValueTask.CompletedTask;
}
