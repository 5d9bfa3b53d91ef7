using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ChatOps.Bot.Channels.Teams;
using ChatOps.Functions.Endpoints;
using ChatOps.Functions.Hosts;
using ChatOps.Sandbox.Teams;
using ChatOps.Tests.Bot.Channels.Teams.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Functions.Endpoints;

/// <summary>The way of an activity through HTTP to the bot, and of what is not the Bot Connector's back.</summary>
public sealed class MessagesEndpointTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private const string Typing =
        $$$"""{"type":"typing","id":"1","channelId":"msteams","serviceUrl":"{{{TokenDesk.ServiceUrl}}}","from":{"id":"29:1"},"conversation":{"id":"a:1"}}""";

    private readonly SocketsHttpHandler _outgoing = new();
    private readonly HttpClient _http = new();
    private ProductDesk? _desk;
    private WebApplication? _app;

    /// <summary>A header of two lines cannot be sent.</summary>
    public static TheoryData<string> Broken => [.. BadTokens.All.Select(bad => bad.What).Where(what => what != "a line break")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ProductDesk Desk => _desk ?? throw new InvalidOperationException("Not started.");

    private TokenIssuer Issuer => fixture.Issuer;

    public async ValueTask InitializeAsync()
    {
        _desk = new ProductDesk(new TeamsSite
        {
            AppId = TokenDesk.AppId,
            TenantId = "50612dbb-0237-4969-b378-8d42590f9c00",
            OpenIdMetadata = Issuer.Metadata,
            Token = _ => throw new InvalidOperationException("Nobody is called."),
            Http = _outgoing,
        });
        _app = await StartAsync(_desk);
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        _http.Dispose();
        _outgoing.Dispose();
        Desk.Dispose();
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_the_connector_did_not_sign_is_answered_401_without_a_word(string what)
    {
        var authorization = BadTokens.All.Single(bad => bad.What == what).Make(Issuer, Desk.Time.Now);

        Assert.Equal((401, ""), await PostAsync(authorization, Typing));

        Assert.Contains("An activity was refused for its token", Desk.Log.Text, StringComparison.Ordinal);
        if (authorization is { Length: > 40 }) Assert.DoesNotContain(authorization[^20..], Desk.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/", "msteams")]
    [InlineData(TokenDesk.ServiceUrl, "webchat")]
    public async Task What_a_token_was_not_given_for_is_answered_401(string serviceUrl, string channel)
    {
        var activity = Typing
            .Replace(TokenDesk.ServiceUrl, serviceUrl, StringComparison.Ordinal)
            .Replace("msteams", channel, StringComparison.Ordinal);

        Assert.Equal((401, ""), await PostAsync(Good(), activity));
    }

    [Fact]
    public async Task What_the_connector_signed_is_taken()
    {
        Assert.Equal((200, ""), await PostAsync(Good(), Typing));
        Assert.Equal("", Desk.Log.Text);
    }

    [Fact]
    public async Task What_is_no_activity_is_answered_400() => Assert.Equal((400, ""), await PostAsync(Good(), "hello"));

    [Fact]
    public async Task While_there_are_no_keys_it_is_to_be_delivered_again()
    {
        await using var broken = await TokenIssuer.StartAsync(Cancellation);
        broken.Breakage = 500;
        using var desk = new ProductDesk(new TeamsSite
        {
            AppId = TokenDesk.AppId,
            TenantId = "50612dbb-0237-4969-b378-8d42590f9c00",
            OpenIdMetadata = broken.Metadata,
            Token = _ => throw new InvalidOperationException("Nobody is called."),
            Http = _outgoing,
        });
        await using var app = await StartAsync(desk);

        var (status, _) = await PostAsync(Good(), Typing, app.Urls.Single());

        Assert.InRange(status, 500, 503);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Nothing_but_a_post_is_understood(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/messages");
        using var response = await _http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Without_Teams_there_is_nothing()
    {
        using var desk = new ProductDesk();
        await using var app = await StartAsync(desk);

        Assert.Equal((404, ""), await PostAsync(Good(), Typing, app.Urls.Single()));
    }

    [Fact]
    public async Task What_is_longer_than_any_activity_is_not_read() =>
        Assert.Equal((413, ""), await PostAsync(Good(), $"{Typing[..^1]},\"text\":\"{new string('x', 1024 * 1024)}\"}}"));

    private string Good() => $"Bearer {Issuer.Sign(TokenDesk.AppId, TokenDesk.ServiceUrl, Desk.Time.Now)}";

    private static async Task<WebApplication> StartAsync(ProductDesk desk)
    {
        var builder = Web.Builder(secrets: false);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        EndpointList.Map(app, desk.Product, NullLogger.Instance);
        await app.StartAsync(Cancellation);
        return app;
    }

    private async Task<(int Status, string Body)> PostAsync(string? authorization, string activity, string address = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{address}/api/messages", UriKind.RelativeOrAbsolute))
        {
            Content = new StringContent(activity, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
        };
        request.Headers.ExpectContinue = true;
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await _http.SendAsync(request, Cancellation);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
