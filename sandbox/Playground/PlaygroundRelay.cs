using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Playground;

/// <summary>
/// Stands between the program and the Playgrounds, as the Bot Connector between a bot and Teams: what people say goes to the program with
/// a token that it can check, and what the program says goes to the windows of those who are in the conversation.
/// </summary>
internal sealed class PlaygroundRelay : IAsyncDisposable
{
    private readonly Uri _program;
    private readonly TokenIssuer _issuer;
    private readonly TimeProvider _time;
    private readonly LoopbackServer _server;
    private readonly HttpClient _http = new();
    private readonly ViewRefresher _views;

    private PlaygroundRelay(
        Uri program, TokenIssuer issuer, IReadOnlyList<Persona> personas, IReadOnlyList<TeamsPerson> people, TimeProvider time, int port)
    {
        (_program, _issuer, _time) = (program, issuer, time);
        Windows = [.. personas.Select(persona => new PlaygroundWindow(persona, _http))];
        _views = new ViewRefresher(SendAsync);
        var connector = new PlaygroundConnector(Windows, people, _views);
        _server = new LoopbackServer(web =>
        {
            web.UseRouting();
            // A Playground looks whether there is anybody before it says anything.
            web.MapMethods("/{handle}/api/messages", ["HEAD"], _ => Task.CompletedTask);
            web.MapPost("/{handle}/api/messages", ReceiveAsync);
            connector.Map(web);
        }, port: port);
    }

    public IReadOnlyList<PlaygroundWindow> Windows { get; }

    /// <param name="program">Where it takes activities.</param>
    /// <param name="people">Whom Teams knows.</param>
    /// <param name="time">By which tokens are good.</param>
    /// <param name="port">Where it listens if that is free; 0 for anywhere. The program remembers from one start to the next where people are reached.</param>
    public static async Task<PlaygroundRelay> StartAsync(
        Uri program,
        TokenIssuer issuer,
        IReadOnlyList<Persona> personas,
        IReadOnlyList<TeamsPerson> people,
        TimeProvider time,
        int port,
        CancellationToken cancellationToken)
    {
        var relay = new PlaygroundRelay(program, issuer, personas, people, time, port);
        try
        {
            await relay._server.StartAsync(cancellationToken);
            return relay;
        }
        catch (IOException) when (port != 0)
        {
            await relay.DisposeAsync();
            return await StartAsync(program, issuer, personas, people, time, port: 0, cancellationToken);
        }
    }

    /// <summary>Where it listens.</summary>
    public int Port => _server.Address.Port;

    /// <summary>Where the Playground of this window posts activities.</summary>
    public Uri MessagesOf(PlaygroundWindow window) => new(_server.Address, $"{window.Person.Handle}/api/messages");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _views.DisposeAsync();
        _http.Dispose();
    }

    private async Task ReceiveAsync(HttpContext http)
    {
        var window = Windows.FirstOrDefault(window => window.Person.Handle == http.Request.RouteValues["handle"] as string);
        if (window is null || await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) is not JsonObject activity)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        if (activity["replyToId"] is { } replied) activity["replyToId"] = window.Outside($"{replied}");
        if (activity["conversation"] is JsonObject conversation && $"{conversation["id"]}".Split(TeamsConversation.ThreadMark) is [var channel, var thread])
            conversation["id"] = $"{channel}{TeamsConversation.ThreadMark}{window.Outside(thread)}";
        using var answer = await SendAsync(activity, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        if (await ReadAsync(answer, http.RequestAborted) is not { } said) return;
        ViewRefresher.Take(said["value"]);
        await http.Response.WriteAsJsonAsync(said, http.RequestAborted);
    }

    private async Task<HttpResponseMessage> SendAsync(JsonObject activity, CancellationToken cancellationToken)
    {
        var service = _server.Address.AbsoluteUri;
        activity["serviceUrl"] = service;
        using var request = new HttpRequestMessage(HttpMethod.Post, _program) { Content = JsonContent.Create(activity) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _issuer.Sign(SandboxTeams.AppId, service, _time.GetUtcNow()));
        return await _http.SendAsync(request, cancellationToken);
    }

    private static async Task<JsonObject?> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var said = await answer.Content.ReadAsStringAsync(cancellationToken);
        return said.Length == 0 ? null : JsonNode.Parse(said) as JsonObject;
    }
}
