using ChatOps.Bot.Channels.Teams;
using ChatOps.Bot.Channels.Teams.Connector;

namespace ChatOps.Tests.Bot.Channels.Teams.Connector;

public sealed class ConnectorHostsTests
{
    [Theory]
    [InlineData("https://smba.trafficmanager.net/amer/", true)]
    [InlineData("https://SMBA.TrafficManager.net/", true)]
    [InlineData("https://webchat.botframework.com/", true)]
    [InlineData("https://smba.infra.gcc.teams.microsoft.com/teams", true)]
    [InlineData("https://smba.infra.gov.teams.microsoft.us/", true)]
    [InlineData("http://smba.trafficmanager.net/amer/", false)]
    [InlineData("https://smba.trafficmanager.net:8443/amer/", false)]
    [InlineData("https://smba.trafficmanager.net@example.org/", false)]
    [InlineData("https://smba.trafficmanager.net.example.org/", false)]
    [InlineData("https://example.org/smba.trafficmanager.net", false)]
    [InlineData("https://notbotframework.com/", false)]
    [InlineData("https://anybody.trafficmanager.net/", false)]
    [InlineData("https://infra.teams.microsoft.com/", false)]
    [InlineData("http://127.0.0.1:5000/", false)]
    [InlineData("https://smba.trafficmanager.net\n/", false)]
    [InlineData("/v3", false)]
    [InlineData("", false)]
    public void Trusts_Microsofts_own(string serviceUrl, bool isTrusted) => Assert.Equal(isTrusted, ConnectorHosts.Trusts(Site(false), serviceUrl));

    [Theory]
    [InlineData("http://127.0.0.1:5000/", true)]
    [InlineData("http://localhost:5000/_connector/", true)]
    [InlineData("http://10.0.0.1:5000/", false)]
    [InlineData("ftp://127.0.0.1/", false)]
    public void Trusts_this_machine_where_it_is_told_to(string serviceUrl, bool isTrusted) =>
        Assert.Equal(isTrusted, ConnectorHosts.Trusts(Site(true), serviceUrl));

    private static TeamsSite Site(bool trustsLoopback) => new()
    {
        AppId = "app",
        TenantId = "tenant",
        OpenIdMetadata = new Uri("https://login.botframework.com/"),
        Token = _ => ValueTask.FromResult(""),
        Http = new SocketsHttpHandler(),
        TrustsLoopback = trustsLoopback,
    };
}
