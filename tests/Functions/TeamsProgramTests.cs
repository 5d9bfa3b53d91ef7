using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Functions.Sandboxed;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Teams;
using ChatOps.Tests.Functions.Published;
using ChatOps.Tests.Functions.Settings;
using ChatOps.Tests.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Tests.Functions;

/// <summary>The built program in a process of its own, told of Teams by its settings alone: an activity comes in, and its answer goes out.</summary>
public sealed class TeamsProgramTests : IDisposable
{
    private const string Tenant = "50612dbb-0237-4969-b378-8d42590f9c00";

    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<(string Call, string Authorization)> _calls = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Answers_who_the_connector_vouches_for_with_a_token_of_its_identity_and_nobody_else()
    {
        SandboxClock.Set(_folder.Root, SettableTime.Start);
        await using var issuer = await TokenIssuer.StartAsync(Cancellation);
        await using var identity = await IdentityEndpoint.StartAsync(Cancellation);
        await using var connector = new LoopbackServer(web => web.Run(AnswerAsync));
        await connector.StartAsync(Cancellation);
        await using var program = await StandaloneProgram.StartAsync(AppContext.BaseDirectory, Settings(issuer, identity), Cancellation);
        var messages = new Uri(program.Address, "api/messages");
        var token = issuer.Sign($"{identity.ClientId}", $"{connector.Address}", SettableTime.Start);

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(messages, null, Activity(connector.Address, "1")));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(messages, $"{token[..^4]}AAAA", Activity(connector.Address, "1")));
        Assert.Empty(_calls);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(messages, token, Activity(connector.Address, "1")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(messages, token, Activity(connector.Address, "2")));

        Assert.Contains(_calls, call => call.Call.StartsWith("GET /v3/conversations/a:1/members/", StringComparison.Ordinal));
        Assert.Equal(2, _calls.Count(call => call.Call.StartsWith("POST /v3/conversations/a:1/activities", StringComparison.Ordinal)));
        Assert.All(_calls, call => Assert.Equal("https://api.botframework.com", Audience(call.Authorization)));
        Assert.Single(identity.Asked, "https://api.botframework.com");
        Assert.Equal(1, issuer.KeysAsked);
        Assert.DoesNotContain(token[^40..], program.Output, StringComparison.Ordinal);
    }

    private Dictionary<string, string> Settings(TokenIssuer issuer, IdentityEndpoint identity) => SomeSettings.With(
        ("Azure__EventGrid", null),
        ("Azure__ResourceManager", "https://127.0.0.1:1"),
        ("Sandbox__Folder", _folder.Root),
        ("Sandbox__Chat", "http://127.0.0.1:1"),
        ("Standalone__Folder", _folder.At("state")),
        ("Teams__AppId", $"{identity.ClientId}"),
        ("Teams__TenantId", Tenant),
        ("Teams__OpenIdMetadata", $"{issuer.Metadata}"),
        ("IDENTITY_ENDPOINT", $"{identity.Address}"),
        ("IDENTITY_HEADER", identity.Secret));

    /// <summary>Somebody who is in policy.yaml, in a personal chat.</summary>
    private static string Activity(Uri connector, string id) => $$"""
        {
          "type": "message", "id": "{{id}}", "channelId": "msteams", "serviceUrl": "{{connector}}", "text": "help", "textFormat": "plain",
          "from": { "id": "29:1", "name": "Scientist", "aadObjectId": "b15a9416-0ad3-4172-9210-7beb711d3f70" },
          "recipient": { "id": "28:bot", "name": "GPU ChatOps" },
          "conversation": { "id": "a:1", "conversationType": "personal", "tenantId": "{{Tenant}}" },
          "channelData": { "tenant": { "id": "{{Tenant}}" } }
        }
        """;

    private Task AnswerAsync(HttpContext http)
    {
        _calls.Enqueue(($"{http.Request.Method} {http.Request.Path}", http.Request.Headers.Authorization.ToString()));
        var answer = http.Request.Method == "GET"
            ? new JsonObject
            {
                ["id"] = "29:1",
                ["name"] = "Scientist",
                ["aadObjectId"] = "b15a9416-0ad3-4172-9210-7beb711d3f70",
                ["email"] = "scientist@contoso.example",
                ["userPrincipalName"] = "scientist@contoso.example",
                ["tenantId"] = Tenant,
                ["userRole"] = "user",
            }
            : new JsonObject { ["id"] = "sent-1" };
        return http.Response.WriteAsJsonAsync(answer, http.RequestAborted);
    }

    private static string? Audience(string authorization) => (string?)JsonWebToken.Claims(authorization["Bearer ".Length..])["aud"];

    private static async Task<HttpStatusCode> PostAsync(Uri address, string? token, string activity)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(activity, Encoding.UTF8, "application/json") };
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var response = await http.SendAsync(request, Cancellation);
        return response.StatusCode;
    }
}
