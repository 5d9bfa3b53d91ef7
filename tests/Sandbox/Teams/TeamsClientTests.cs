using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Teams;
using ChatOps.Tests.Bot;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Teams;

public sealed class TeamsClientTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1/api/messages");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_cannot_reach_the_bot_leaves_no_connector_behind()
    {
        // Other tests start connectors at the same time; this one begins in the flow of this test.
        var (isMine, mine) = (new AsyncLocal<bool> { Value = true }, new List<ConnectorStandIn>());
        void Note(ConnectorStandIn started)
        {
            if (isMine.Value) mine.Add(started);
        }
        await using var issuer = await TokenIssuer.StartAsync(Cancellation);
        ConnectorStandIn.Started += Note;

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => TeamsClient.StartAsync(new SandboxChat(), BotDesk.Policy, [Nowhere], issuer, new SettableTime(), Cancellation));

        ConnectorStandIn.Started -= Note;
        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(Assert.Single(mine).ServiceUrl, Cancellation));
    }
}
