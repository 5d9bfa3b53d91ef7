using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Functions.Sandboxed;
using ChatOps.Sandbox.Slack;
using ChatOps.Tests.Bot;
using ChatOps.Tests.Functions.Published;
using ChatOps.Tests.Functions.Settings;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions;

/// <summary>The built program in a process of its own, told of Slack by its settings alone: a command comes in, and its answer goes out.</summary>
public sealed class SlackProgramTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<(string Call, string Authorization)> _calls = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Answers_what_Slack_signed_with_its_workspace_s_token_and_nothing_else()
    {
        SandboxClock.Set(_folder.Root, SettableTime.Start);
        await using var slack = await SlackStandIn.StartAsync(BotDesk.Policy, new SettableTime(), port: 0, Cancellation);
        slack.Exchanged += exchange => _calls.Enqueue((exchange.Url.AbsolutePath, exchange.RequestHeaders["Authorization"]));
        await using var program = await StandaloneProgram.StartAsync(AppContext.BaseDirectory, Settings(slack), Cancellation);
        var commands = new Uri(program.Address, "api/slack/commands");
        var scientist = slack.Workspace.Person("scientist") ?? throw new InvalidOperationException("Nobody is called scientist.");
        var body = new SlackPayloads(slack).Command(scientist, slack.Workspace.Direct(scientist), "help").Body;

        Assert.Equal((HttpStatusCode.Unauthorized, ""), await PostAsync(commands, body, secret: null));
        Assert.Equal((HttpStatusCode.Unauthorized, ""), await PostAsync(commands, body, $"{SandboxSlack.SigningSecret}-not"));
        Assert.Empty(_calls);
        var (status, said) = await PostAsync(commands, body, SandboxSlack.SigningSecret);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("ephemeral", (string?)JsonNode.Parse(said)?["response_type"]);
        Assert.Contains(_calls, call => call.Call == "/api/users.info");
        Assert.All(_calls, call => Assert.Equal($"Bearer {SandboxSlack.BotToken}", call.Authorization));
        Assert.DoesNotContain(SandboxSlack.SigningSecret, program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(SandboxSlack.BotToken, program.Output, StringComparison.Ordinal);
    }

    // Otherwise anybody could speak as anybody.
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_the_signing_secret_it_does_not_start_and_says_why(string? secret)
    {
        var settings = SomeSettings.With(
            ("Azure__EventGrid", null), ("Standalone__Folder", _folder.At("state")),
            ("Teams__AppId", null), ("Teams__TenantId", null), ("Teams__Credential", null),
            ("Slack__SigningSecret", secret), ($"Slack__Workspaces__{SandboxSlack.WorkspaceId}", SandboxSlack.BotToken));

        var ended = await Assert.ThrowsAsync<InvalidOperationException>(() => StandaloneProgram.StartAsync(AppContext.BaseDirectory, settings, Cancellation));

        Assert.StartsWith("It ended:\nA setting is missing or wrong:\n- Slack__SigningSecret is not set.", ended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(SandboxSlack.BotToken, ended.Message, StringComparison.Ordinal);
    }

    private Dictionary<string, string> Settings(SlackStandIn slack) => SomeSettings.With(
        ("Azure__EventGrid", null),
        ("Azure__ResourceManager", "https://127.0.0.1:1"),
        ("Sandbox__Folder", _folder.Root),
        ("Sandbox__Chat", "http://127.0.0.1:1"),
        ("Standalone__Folder", _folder.At("state")),
        ("Teams__AppId", null),
        ("Teams__TenantId", null),
        ("Teams__Credential", null),
        ("Slack__SigningSecret", SandboxSlack.SigningSecret),
        ($"Slack__Workspaces__{SandboxSlack.WorkspaceId}", SandboxSlack.BotToken),
        ("Slack__Api", $"{slack.Api}"));

    /// <param name="secret">What it is signed with; null for not at all.</param>
    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(Uri address, string body, string? secret)
    {
        var timestamp = SettableTime.Start.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(SlackRequest.Form)),
        };
        request.Headers.Add("X-Slack-Request-Timestamp", timestamp);
        if (secret is not null) request.Headers.Add("X-Slack-Signature", SlackDoor.Sign(secret, timestamp, Encoding.UTF8.GetBytes(body)));
        using var response = await http.SendAsync(request, Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
