using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatOps.Sandbox.Loopback;

namespace ChatOps.Tests.Sandbox.Loopback;

public sealed class IdentityEndpointTests : IAsyncLifetime
{
    private const string Storage = "api-version=2019-08-01&resource=https://storage.azure.com";

    private IdentityEndpoint? _identity;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IdentityEndpoint Identity => _identity ?? throw new InvalidOperationException("The endpoint was not started.");

    public async ValueTask InitializeAsync() => _identity = await IdentityEndpoint.StartAsync(Cancellation);

    public ValueTask DisposeAsync() => Identity.DisposeAsync();

    [Fact]
    public async Task Gives_a_token_that_is_made_out_for_who_was_asked_about()
    {
        var (status, answer) = await AskAsync(Storage, Identity.Secret);

        var claims = JsonWebToken.Claims((string?)answer["access_token"] ?? "");
        Assert.Equal((200, "Bearer", "https://storage.azure.com"), (status, (string?)answer["token_type"], (string?)answer["resource"]));
        Assert.Equal(("https://storage.azure.com", $"{Identity.ClientId}"), ((string?)claims["aud"], (string?)claims["appid"]));
        Assert.Equal((string?)answer["expires_on"], $"{claims["exp"]}");
        Assert.Equal(["https://storage.azure.com"], Identity.Asked);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    public async Task Gives_nothing_to_who_does_not_show_the_header(string? secret)
    {
        Assert.Equal(401, (await AskAsync(Storage, secret)).Status);
        Assert.Empty(Identity.Asked);
    }

    [Theory]
    [InlineData("resource=https://storage.azure.com")]
    [InlineData("api-version=2017-09-01&resource=https://storage.azure.com")]
    [InlineData("api-version=2019-08-01")]
    [InlineData($"{Storage}&client_id=11111111-1111-4111-8111-111111111111")]
    public async Task Says_what_is_wrong_with_a_question(string query)
    {
        var (status, answer) = await AskAsync(query, Identity.Secret);

        Assert.Equal(400, status);
        Assert.NotEqual("", (string?)answer["message"]);
    }

    [Fact]
    public async Task Knows_its_identity_by_its_id() =>
        Assert.Equal(200, (await AskAsync($"{Storage}&client_id={Identity.ClientId}", Identity.Secret)).Status);

    private async Task<(int Status, JsonObject Answer)> AskAsync(string query, string? secret)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Identity.Address}?{query}"));
        if (secret is not null) request.Headers.Add("X-IDENTITY-HEADER", secret);
        using var response = await http.SendAsync(request, Cancellation);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation) ?? []);
    }
}
