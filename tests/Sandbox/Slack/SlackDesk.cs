using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Slack;
using ChatOps.Tests.Bot;
using ChatOps.Tests.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Tests.Sandbox.Slack;

/// <summary>A Slack whose time the test moves, with a program behind it that answers what the test says.</summary>
internal sealed class SlackDesk : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly LoopbackServer _program;
    private readonly ConcurrentQueue<HeardRequest> _heard = [];
    private readonly TaskCompletionSource _firstHeard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SlackStandIn? _standIn;
    private SlackDoor? _door;
    private SlackGestures? _gestures;

    private SlackDesk() => _program = new LoopbackServer(web => web.Run(AnswerAsync));

    public SettableTime Time { get; } = new();

    public SlackStandIn StandIn => _standIn ?? throw new InvalidOperationException("It has not started.");

    public SlackGestures Gestures => _gestures ?? throw new InvalidOperationException("It has not started.");

    public SlackWorkspace Workspace => StandIn.Workspace;

    public SlackPerson Scientist => Person("scientist");

    public SlackChannel Vision => Workspace.Channel("vision") ?? throw new InvalidOperationException("There is no #vision.");

    /// <summary>What the program answers: a status and a body. What it answers to is heard by then.</summary>
    public Func<HeardRequest, (int Status, string Body)> Answer { get; set; } = _ => (200, "");

    public IReadOnlyList<HeardRequest> Heard => [.. _heard];

    /// <summary>For who does something that reaches the program later, such as a click in a browser.</summary>
    public Task FirstHeardAsync(CancellationToken cancellationToken) => _firstHeard.Task.WaitAsync(cancellationToken);

    public static async Task<SlackDesk> OpenAsync(CancellationToken cancellationToken)
    {
        var desk = new SlackDesk();
        await desk._program.StartAsync(cancellationToken);
        desk._standIn = await SlackStandIn.StartAsync(BotDesk.Policy, desk.Time, port: 0, cancellationToken);
        desk._door = new SlackDoor([new Uri(desk._program.Address, "api/slack/")], desk.Time);
        desk._gestures = new SlackGestures(desk.StandIn, desk._door);
        desk._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SandboxSlack.BotToken);
        return desk;
    }

    public SlackPerson Person(string handle) => Workspace.Person(handle) ?? throw new InvalidOperationException($"There is no {handle}.");

    /// <summary>The bot calls a method with JSON.</summary>
    public async Task<JsonObject> CallAsync(string method, JsonObject arguments, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(method, new StringContent(arguments.ToJsonString(), Encoding.UTF8, "application/json"), cancellationToken);
        return await ReadAsync(answer, cancellationToken);
    }

    /// <summary>The bot calls a method with a form.</summary>
    public async Task<JsonObject> AskAsync(string method, Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(method, new FormUrlEncodedContent(form), cancellationToken);
        return await ReadAsync(answer, cancellationToken);
    }

    /// <summary>The bot shows another token, or none.</summary>
    public async Task<string?> RefusedAsync(string? token, CancellationToken cancellationToken)
    {
        _http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return (string?)(await CallAsync("auth.test", [], cancellationToken))["error"];
    }

    public Task<HttpResponseMessage> SendAsync(string method, HttpContent content, CancellationToken cancellationToken) =>
        _http.PostAsync(new Uri(StandIn.Api, method), content, cancellationToken);

    /// <summary>The program uses a way back.</summary>
    public async Task<(int Status, string Said)> HookAsync(Uri hook, JsonObject body, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsync(hook, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), cancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>A message with one line.</summary>
    public static JsonArray Line(string text) => new(new JsonObject
    {
        ["type"] = "context",
        ["elements"] = new JsonArray(new JsonObject { ["type"] = "mrkdwn", ["text"] = text }),
    });

    /// <summary>A message with one button.</summary>
    public static JsonArray Button(string actionId) => new(new JsonObject
    {
        ["type"] = "actions",
        ["block_id"] = "buttons",
        ["elements"] = new JsonArray(new JsonObject
        {
            ["type"] = "button",
            ["action_id"] = actionId,
            ["value"] = "otter",
            ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = "Stop" },
        }),
    });

    /// <summary>A modal that asks for a name and for hours.</summary>
    public static JsonObject Modal() => Parse("""
        {
          "type": "modal", "callback_id": "launch", "private_metadata": "kept",
          "title": { "type": "plain_text", "text": "Launch" }, "submit": { "type": "plain_text", "text": "Launch" },
          "blocks": [
            { "type": "input", "block_id": "name", "label": { "type": "plain_text", "text": "Name" },
              "element": { "type": "plain_text_input", "action_id": "name" } },
            { "type": "input", "block_id": "hours", "label": { "type": "plain_text", "text": "Hours" },
              "element": { "type": "number_input", "action_id": "hours", "is_decimal_allowed": false, "min_value": "1", "initial_value": "8" } },
            { "type": "input", "block_id": "size", "optional": true, "label": { "type": "plain_text", "text": "Size" },
              "element": { "type": "static_select", "action_id": "size", "options": [
                { "value": "t4", "text": { "type": "plain_text", "text": "One T4" } } ] } } ]
        }
        """);

    public static JsonObject Parse(string json) => JsonNode.Parse(json) as JsonObject ?? throw new InvalidOperationException("It is no object.");

    public async ValueTask DisposeAsync()
    {
        _door?.Dispose();
        await _program.DisposeAsync();
        if (_standIn is not null) await _standIn.DisposeAsync();
        _http.Dispose();
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        Parse(await answer.Content.ReadAsStringAsync(cancellationToken));

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var (headers, body) = (new HeaderDictionary(http.Request.Headers.ToDictionary()), await reader.ReadToEndAsync(http.RequestAborted));
        var heard = new HeardRequest($"{http.Request.Path}", headers, body);
        _heard.Enqueue(heard);
        _firstHeard.TrySetResult();
        var (status, answer) = Answer(heard);
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(answer, http.RequestAborted);
    }
}

/// <summary>What the program was sent.</summary>
internal sealed record HeardRequest(string Path, HeaderDictionary Headers, string Body)
{
    public IReadOnlyDictionary<string, string> Form => Body.Split('&').Select(part => part.Split('='))
        .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));

    public JsonObject Json => SlackDesk.Parse(Body.StartsWith('{') ? Body : Form["payload"]);
}
