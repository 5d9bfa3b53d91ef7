using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using ChatOps.Bot.Channels.Slack;
using ChatOps.Functions.Endpoints;
using ChatOps.Functions.Hosts;
using ChatOps.Sandbox.Slack;
using ChatOps.Tests.Bot;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Played = ChatOps.Sandbox.Slack;

namespace ChatOps.Tests.Functions.Endpoints;

/// <summary>The way of a request through HTTP to the bot, and of what is not Slack's back.</summary>
public sealed class SlackEndpointTests : IAsyncLifetime
{
    private const string Challenge = """{"type":"url_verification","token":"x","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}""";
    private const string Closed = """payload={"type":"view_closed","team":{"id":"T0SANDBOX1"},"user":{"id":"U1"},"trigger_id":"1.2"}""";
    private const string Timestamp = "X-Slack-Request-Timestamp";
    private const string Signature = "X-Slack-Signature";

    private readonly HttpClient _http = new();
    private SlackStandIn? _slack;
    private SlackSite? _site;
    private ProductDesk? _desk;
    private WebApplication? _app;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ProductDesk Desk => _desk ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _slack = await SlackStandIn.StartAsync(BotDesk.Policy, TimeProvider.System, port: 0, Cancellation);
        _site = SandboxSlack.Site(_slack.Api);
        _desk = new ProductDesk(slack: _site);
        _app = await StartAsync(_desk);
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        if (_slack is not null) await _slack.DisposeAsync();
        _http.Dispose();
        _site?.Http.Dispose();
        Desk.Dispose();
    }

    [Fact]
    public async Task A_signed_command_is_answered_with_JSON_and_nothing_is_said_of_it()
    {
        var (status, type, body) = await PostAsync("commands", Command("list"));

        Assert.Equal((200, "application/json; charset=utf-8"), (status, type));
        Assert.Contains("\"blocks\":[", body, StringComparison.Ordinal);
        Assert.Equal("", Desk.Log.Text);
    }

    [Theory]
    [InlineData("events", Challenge, """{"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}""")]
    [InlineData("events", """{"type":"event_callback"}""", "")]
    [InlineData("interactivity", Closed, "")]
    public async Task What_Slack_signed_is_taken(string door, string body, string said) =>
        Assert.Equal((200, said.Length > 0 ? "application/json; charset=utf-8" : null, said), await PostAsync(door, body));

    [Theory]
    [InlineData("commands", "team_id=T0SANDBOX1")]
    [InlineData("interactivity", "payload=hello")]
    [InlineData("events", "hello")]
    public async Task What_is_none_of_its_kind_is_answered_400(string door, string body) =>
        Assert.Equal((400, null, ""), await PostAsync(door, body));

    [Theory]
    [InlineData("commands")]
    [InlineData("interactivity")]
    [InlineData("events")]
    public async Task What_Slack_did_not_sign_is_answered_401_without_a_word(string door)
    {
        var (timestamp, signature) = Sign(Challenge);
        var later = $"{long.Parse(timestamp, CultureInfo.InvariantCulture) + 1}";
        (string, string)[][] broken =
        [
            [], [(Timestamp, timestamp)], [(Signature, signature)], [(Timestamp, ""), (Signature, signature)], [(Timestamp, timestamp), (Signature, "")],
            [(Timestamp, later), (Signature, signature)], [(Timestamp, timestamp), (Signature, $"{signature[..^4]}0000")],
        ];

        foreach (var headers in broken) Assert.Equal((401, null, ""), await PostAsync($"/api/slack/{door}", Challenge, headers));

        Assert.Contains("A request was refused: its signature is missing", Desk.Log.Text, StringComparison.Ordinal);
        Assert.Contains("A request was refused: its signature is wrong", Desk.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(signature[^20..], Desk.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_very_same_command_is_not_taken_twice()
    {
        var command = Command("help");
        var (timestamp, signature) = Sign(command);

        Assert.Equal(200, (await PostAsync("/api/slack/commands", command, (Timestamp, timestamp), (Signature, signature))).Status);
        Assert.Equal((401, null, ""), await PostAsync("/api/slack/commands", command, (Timestamp, timestamp), (Signature, signature)));
    }

    // A proxy and the program may each believe another of them.
    [Theory]
    [InlineData(Timestamp)]
    [InlineData(Signature)]
    public async Task A_header_that_is_given_twice_is_as_good_as_none(string twice)
    {
        var (timestamp, signature) = Sign(Challenge);
        (string Name, string Value)[] headers = [(Timestamp, timestamp), (Signature, signature)];

        Assert.StartsWith("HTTP/1.1 200 ", await SendAsync(headers), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401 ", await SendAsync([.. headers, .. headers.Where(header => header.Name == twice)]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/slack/other")]
    [InlineData("/api/slack/")]
    [InlineData("/api/slack")]
    [InlineData("/api/slack/Commands")]
    [InlineData("/api/slack/commands/more")]
    [InlineData("/api/slack/..%2fcommands")]
    [InlineData("/slack/commands")]
    public async Task There_is_nothing_at_any_other_address(string address)
    {
        var (timestamp, signature) = Sign(Challenge);

        Assert.Equal((404, null, ""), await PostAsync(address, Challenge, (Timestamp, timestamp), (Signature, signature)));
    }

    [Theory]
    [InlineData("commands")]
    [InlineData("interactivity")]
    [InlineData("events")]
    public async Task Without_Slack_there_is_nothing(string door)
    {
        using var desk = new ProductDesk();
        await using var app = await StartAsync(desk);
        var (timestamp, signature) = Sign(Challenge);

        Assert.Equal((404, null, ""), await PostAsync($"{app.Urls.Single()}/api/slack/{door}", Challenge, (Timestamp, timestamp), (Signature, signature)));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Nothing_but_a_post_is_understood(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/slack/commands");
        using var response = await _http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16 * 1024)]
    [InlineData(400 * 1024)]
    public async Task What_is_long_is_read_whole(int more)
    {
        var (status, _, body) = await PostAsync("events", Challenge.Replace("\"x\"", $"\"{new string('x', more)}\"", StringComparison.Ordinal));

        Assert.Equal((200, true), (status, body.Contains("XAYM8P", StringComparison.Ordinal)));
    }

    // What is longer than the server itself takes is not even read.
    [Theory]
    [InlineData(512 * 1024)]
    [InlineData(2 * 1024 * 1024)]
    public async Task What_is_longer_than_anything_of_Slack_s_is_answered_413(int more) =>
        Assert.Equal((413, null, ""), await PostAsync("commands", $"{Command("list")}{new string('x', more)}"));

    /// <summary>Of somebody who is in policy.yaml, to the bot alone.</summary>
    private string Command(string text)
    {
        var slack = _slack ?? throw new InvalidOperationException("Not started.");
        var person = slack.Workspace.Person("scientist") ?? throw new InvalidOperationException("Nobody is called scientist.");
        return new SlackPayloads(slack).Command(person, slack.Workspace.Direct(person), text).Body;
    }

    private (string Timestamp, string Signature) Sign(string body)
    {
        var timestamp = Desk.Time.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return (timestamp, Played.SlackDoor.Sign(SandboxSlack.SigningSecret, timestamp, Encoding.UTF8.GetBytes(body)));
    }

    private Task<(int Status, string? Type, string Body)> PostAsync(string door, string body)
    {
        var (timestamp, signature) = Sign(body);
        return PostAsync($"/api/slack/{door}", body, (Timestamp, timestamp), (Signature, signature));
    }

    private async Task<(int Status, string? Type, string Body)> PostAsync(string address, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.RelativeOrAbsolute))
        {
            Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(Played.SlackRequest.Form)),
        };
        request.Headers.ExpectContinue = true;
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, Cancellation);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>As it stands: a client would make one header of two.</summary>
    /// <returns>The answer's first line.</returns>
    private async Task<string?> SendAsync(IEnumerable<(string Name, string Value)> headers)
    {
        using var connection = new TcpClient();
        var address = _http.BaseAddress ?? throw new InvalidOperationException("Not started.");
        await connection.ConnectAsync(address.Host, address.Port, Cancellation);
        await using var stream = connection.GetStream();
        string[] lines =
        [
            "POST /api/slack/events HTTP/1.1", $"Host: {address.Authority}", "Connection: close", $"Content-Length: {Challenge.Length}",
            .. headers.Select(header => $"{header.Name}: {header.Value}"), "", Challenge,
        ];
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines)), Cancellation);
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync(Cancellation);
    }

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
}
