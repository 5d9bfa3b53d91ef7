using System.Net;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using ChatOps.Functions.Settings;

namespace ChatOps.Tests.Functions.Settings;

/// <summary>What is asked of Entra and of Azure's own endpoint for the bot's tokens, in each of the ways.</summary>
public sealed class TeamsCredentialTests : IDisposable
{
    private const string App = "0b6fe6d1-fece-44f7-9a48-56465e2d5ab8";
    private const string Tenant = "50612dbb-0237-4969-b378-8d42590f9c00";
    private const string Identity = "5f7a1c1e-2f0e-4a43-9f8c-0d3b9f0c7a11";

    private readonly Entra _entra = new();

    public void Dispose() => _entra.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("secret")]
    public async Task By_a_secret_the_tenant_is_asked_for_a_token_for_the_connector(string? kind)
    {
        Assert.Equal("for the bot", await TokenAsync(("Teams__Credential", kind), ("Teams__AppSecret", "hush")));

        var asked = Assert.Single(_entra.Asked, ask => ask.StartsWith("POST", StringComparison.Ordinal));
        Assert.StartsWith($"POST https://login.microsoftonline.com/{Tenant}/oauth2/v2.0/token ", asked, StringComparison.Ordinal);
        Assert.Contains("grant_type=client_credentials", asked, StringComparison.Ordinal);
        Assert.Contains($"client_id={App}", asked, StringComparison.Ordinal);
        Assert.Contains("client_secret=hush", asked, StringComparison.Ordinal);
        Assert.Contains("scope=https://api.botframework.com/.default", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_a_managed_identity_the_bot_s_own_is_asked_for()
    {
        Assert.Equal("of the identity", await TokenAsync(("Teams__Credential", "managed-identity")));

        var asked = _entra.Asked[^1];
        Assert.Contains("resource=https://api.botframework.com", asked, StringComparison.Ordinal);
        Assert.Contains($"client_id={App}", asked, StringComparison.Ordinal);
        Assert.DoesNotContain(_entra.Asked, ask => ask.Contains("/oauth2/v2.0/token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Federated_the_managed_identity_vouches_for_the_app_registration()
    {
        Assert.Equal("for the bot", await TokenAsync(("Teams__Credential", "federated"), ("AZURE_CLIENT_ID", Identity)));

        Assert.Contains(_entra.Asked, ask => ask.Contains("resource=api://AzureADTokenExchange", StringComparison.Ordinal)
            && ask.Contains($"client_id={Identity}", StringComparison.Ordinal));
        var asked = Assert.Single(_entra.Asked, ask => ask.StartsWith("POST", StringComparison.Ordinal));
        Assert.Contains($"client_id={App}", asked, StringComparison.Ordinal);
        Assert.Contains("client_assertion=of+the+identity", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("client_secret", asked, StringComparison.Ordinal);
        Assert.Contains("scope=https://api.botframework.com/.default", asked, StringComparison.Ordinal);
    }

    // The connector client asks for it at each call.
    [Fact]
    public async Task A_token_is_kept_while_it_lasts()
    {
        var credential = Credential(("Teams__Credential", null), ("Teams__AppSecret", "hush"));

        for (var call = 0; call < 3; call++) await credential.GetTokenAsync(Connector, TestContext.Current.CancellationToken);

        Assert.Single(_entra.Asked, ask => ask.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_is_no_part_of_what_options_say_of_themselves() => Assert.DoesNotContain(
        "hush", $"{Options(("Teams__Credential", "secret"), ("Teams__AppSecret", "hush"))}", StringComparison.Ordinal);

    private static TokenRequestContext Connector => new(["https://api.botframework.com/.default"]);

    private async Task<string> TokenAsync(params (string Name, string? Value)[] changes) =>
        (await Credential(changes).GetTokenAsync(Connector, TestContext.Current.CancellationToken)).Token;

    private TokenCredential Credential(params (string Name, string? Value)[] changes) => Options(changes).Credential;

    private TeamsOptions Options(params (string Name, string? Value)[] changes)
    {
        var settings = new SettingsReader(SomeSettings.Configuration(SomeSettings.With(changes)));
        return Assert.IsType<TeamsOptions>(TeamsOptions.Read(settings, isSandbox: false, isOptional: false, new HttpClientTransport(new HttpClient(_entra))));
    }

    /// <summary>Entra, and the endpoint that gives a machine its identity's tokens; remembers what they were asked.</summary>
    private sealed class Entra : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            Asked.Add(Uri.UnescapeDataString($"{request.Method} {request.RequestUri?.AbsoluteUri} {body}"));
            var json = request.RequestUri?.AbsolutePath switch
            {
                "/metadata/identity/oauth2/token" =>
                    """{"access_token":"of the identity","expires_in":"86400","expires_on":"4102444800","resource":"x","token_type":"Bearer"}""",
                $"/{Tenant}/oauth2/v2.0/token" => """{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"for the bot"}""",
                "/common/discovery/instance" => $$"""
                    {
                      "tenant_discovery_endpoint":"https://login.microsoftonline.com/{{Tenant}}/v2.0/.well-known/openid-configuration",
                      "api-version":"1.1",
                      "metadata":[{
                        "preferred_network":"login.microsoftonline.com", "preferred_cache":"login.windows.net",
                        "aliases":["login.microsoftonline.com"]
                      }]
                    }
                    """,
                _ => null,
            };
            return json is null
                ? new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("{}", Encoding.UTF8, "application/json") }
                : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        }
    }
}
