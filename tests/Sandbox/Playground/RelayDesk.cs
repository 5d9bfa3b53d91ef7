using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ChatOps.Core.People;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Playground;
using ChatOps.Sandbox.Teams;
using ChatOps.Tests.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Tests.Sandbox.Playground;

/// <summary>The relay between a program that only listens and two Playgrounds, the scientist's and the manager's, that only number what they get.</summary>
internal sealed class RelayDesk : IAsyncDisposable
{
    public const string Vision = "19:vision@thread.tacv2";

    private readonly HttpClient _http = new();
    private readonly List<IAsyncDisposable> _servers = [];
    private PlaygroundRelay? _relay;

    /// <summary>What the program was told, each with its token.</summary>
    public Channel<(string Token, JsonObject Activity)> Said { get; } = Channel.CreateUnbounded<(string, JsonObject)>();

    /// <summary>What the program answers; null for an empty body.</summary>
    public JsonObject? Answer { get; set; }

    /// <summary>What each Playground was asked, "POST conversation text", in their order.</summary>
    public IReadOnlyList<Channel<string>> Asked { get; } = [Channel.CreateUnbounded<string>(), Channel.CreateUnbounded<string>()];

    public PlaygroundWindow Scientist => Relay.Windows[0];

    public Policy Policy { get; } = PolicyFile.Load(Path.Combine(Repository.Blueprints, "policy.yaml"));

    private PlaygroundRelay Relay => _relay ?? throw new InvalidOperationException("It has not started.");

    public static async Task<RelayDesk> OpenAsync(CancellationToken cancellationToken)
    {
        var desk = new RelayDesk();
        var issuer = await TokenIssuer.StartAsync(cancellationToken);
        var program = await desk.ServeAsync(desk.ListenAsync, cancellationToken);
        var personas = new[] { "scientist", "manager" }.Select(handle => new Persona(desk.Policy, $"{handle}@contoso.example")).ToList();
        var people = desk.Policy.Emails.Select(email => new TeamsPerson(email, SandboxTeams.TenantId, isGuest: false)).ToList();
        desk._relay = await PlaygroundRelay.StartAsync(program, issuer, personas, people, new SettableTime(), port: 0, cancellationToken);
        desk._servers.Add(issuer);
        foreach (var (window, place) in desk._relay.Windows.Select((window, place) => (window, place)))
        {
            // So that no two call a message the same.
            var last = 1000 * (place + 1);
            window.Address = await desk.ServeAsync(
                http => NumberAsync(http, desk.Asked[place].Writer, $"{Interlocked.Increment(ref last)}"), cancellationToken);
        }
        return desk;
    }

    /// <summary>As the scientist's Playground posts what they say.</summary>
    public Task<HttpResponseMessage> HearAsync(JsonObject activity, CancellationToken cancellationToken) =>
        _http.PostAsJsonAsync(Relay.MessagesOf(Scientist), activity, cancellationToken);

    /// <summary>As the program asks the connector.</summary>
    /// <param name="path">After <c>v3/conversations</c>.</param>
    public async Task<(int Status, JsonObject? Body)> AskAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var address = new Uri(Relay.MessagesOf(Scientist), $"/v3/conversations{path}");
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await _http.SendAsync(request, cancellationToken);
        var said = await response.Content.ReadAsStringAsync(cancellationToken);
        return ((int)response.StatusCode, said.Length == 0 ? null : JsonNode.Parse(said) as JsonObject);
    }

    /// <returns>What the bot calls it from now on.</returns>
    public async Task<string> PostAsync(string conversation, JsonObject message, CancellationToken cancellationToken)
    {
        var (_, body) = await AskAsync(HttpMethod.Post, $"/{Uri.EscapeDataString(conversation)}/activities", message, cancellationToken);
        return (string?)body?["id"] ?? throw new InvalidOperationException("It was given no id.");
    }

    public static JsonObject Message(string text) => new() { ["type"] = "message", ["text"] = text };

    /// <summary>Waits until the Playground of this place has been asked something more.</summary>
    public async Task<string> NextAsync(int place, CancellationToken cancellationToken) => await Asked[place].Reader.ReadAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        foreach (var server in _servers) await server.DisposeAsync();
        _http.Dispose();
    }

    private async Task<Uri> ServeAsync(RequestDelegate answer, CancellationToken cancellationToken)
    {
        var server = new LoopbackServer(web => web.Run(answer));
        _servers.Add(server);
        await server.StartAsync(cancellationToken);
        return server.Address;
    }

    private async Task ListenAsync(HttpContext http)
    {
        var activity = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject ?? [];
        Said.Writer.TryWrite((http.Request.Headers.Authorization.ToString()["Bearer ".Length..], activity));
        if (Answer is { } answer) await http.Response.WriteAsJsonAsync(answer, http.RequestAborted);
    }

    private static async Task NumberAsync(HttpContext http, ChannelWriter<string> asked, string id)
    {
        var body = http.Request.Method == "DELETE" ? null : await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var path = Uri.UnescapeDataString($"{http.Request.Path}").Replace("/_connector/v3/conversations/", "", StringComparison.Ordinal);
        var text = (string?)body?["text"] ?? (string?)body?["attachments"]?[0]?["content"]?["body"]?[0]?["text"];
        asked.TryWrite($"{http.Request.Method} {path} {text}");
        await http.Response.WriteAsJsonAsync(new JsonObject { ["id"] = id }, http.RequestAborted);
    }
}
