using ChatOps.Sandbox.Teams;
using ChatOps.Tests.Tools;

[assembly: AssemblyFixture(typeof(TeamsIssuer))]

namespace ChatOps.Tests.Tools;

/// <summary>Who signs what is posted to the bot: one for all worlds, started by the first test that asks, because a key takes its time to make.</summary>
public sealed class TeamsIssuer : IAsyncDisposable
{
    private readonly Lazy<Task<TokenIssuer>> _issuer = new(() => TokenIssuer.StartAsync(CancellationToken.None));

    public Task<TokenIssuer> StartedAsync() => _issuer.Value;

    public async ValueTask DisposeAsync()
    {
        if (_issuer.IsValueCreated) await (await _issuer.Value).DisposeAsync();
    }
}
