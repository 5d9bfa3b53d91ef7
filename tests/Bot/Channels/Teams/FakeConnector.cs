using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Tests.Bot.Channels.Teams;

/// <summary>
/// The Bot Connector, as far as it is called: it shows messages, knows who is in a conversation, and answers whatever a test wants it to.
/// What is for the loopback it lets through: there is an issuer of tokens.
/// </summary>
internal sealed class FakeConnector : HttpMessageHandler
{
    private readonly HttpMessageInvoker _loopback = new(new SocketsHttpHandler());
    private readonly ConcurrentQueue<ConnectorCall> _calls = new();
    private readonly ConcurrentDictionary<string, ShownMessage> _messages = new();
    private int _made;

    public IReadOnlyList<ConnectorCall> Calls => [.. _calls];

    /// <summary>Of everything that was posted, in order.</summary>
    public IReadOnlyList<ShownMessage> Messages => [.. _messages.Values.OrderBy(message => message.Number)];

    /// <summary>By their ids in Teams.</summary>
    public ConcurrentDictionary<string, JsonObject> Members { get; } = new();

    /// <summary>Asked before each call; null to go on as usual.</summary>
    public Func<ConnectorCall, Task<HttpResponseMessage?>> Before { get; set; } = _ => Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>Asked when the call is done and before that is known; null to go on as usual.</summary>
    public Func<ConnectorCall, Task<HttpResponseMessage?>> After { get; set; } = _ => Task.FromResult<HttpResponseMessage?>(null);

    public static HttpResponseMessage Answer(HttpStatusCode status, JsonObject? body = null) =>
        new(status) { Content = new StringContent(body?.ToJsonString() ?? "", Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Error(HttpStatusCode status, string code) =>
        Answer(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = "Something." } });

    /// <summary>Calls of this kind fail from now on.</summary>
    public void Refuse(HttpMethod method, HttpStatusCode status, string code) => Before = call =>
        Task.FromResult(call.Method == method ? Error(status, code) : null);

    public void Work() => Before = _ => Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>Somebody deletes all messages.</summary>
    public void Clear() => _messages.Clear();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("A request has an address.");
        if (uri.IsLoopback) return await _loopback.SendAsync(request, cancellationToken);
        var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
        var call = new ConnectorCall(request.Method, uri, $"{request.Headers.Authorization}", body.Length > 0 ? JsonNode.Parse(body) : null);
        _calls.Enqueue(call);
        if (await Before(call).WaitAsync(cancellationToken) is { } first) return first;
        var answer = Handle(call);
        return await After(call).WaitAsync(cancellationToken) ?? answer;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _loopback.Dispose();
        base.Dispose(disposing);
    }

    private HttpResponseMessage Handle(ConnectorCall call) => (call.Method.Method, call.Path) switch
    {
        ("POST", ["conversations"]) => Answer(HttpStatusCode.Created, new JsonObject { ["id"] = $"a:chat-with-{call.Body?["members"]?[0]?["id"]}" }),
        ("POST", ["conversations", var conversation, "activities", ..]) => Post(conversation, call.Body),
        ("PUT", ["conversations", _, "activities", var id]) when _messages.TryGetValue(id, out var message) => Edit(message, call.Body),
        ("GET", ["conversations", _, "members", var id]) when Members.TryGetValue(id, out var member) => Answer(HttpStatusCode.OK, member),
        ("GET", ["conversations", _, "pagedmembers"]) => Page(call),
        _ => Error(HttpStatusCode.NotFound, "NotFound"),
    };

    private HttpResponseMessage Post(string conversation, JsonNode? body)
    {
        var number = Interlocked.Increment(ref _made);
        _messages[$"m-{number}"] = new ShownMessage(number, conversation, body ?? new JsonObject());
        return Answer(HttpStatusCode.Created, new JsonObject { ["id"] = $"m-{number}" });
    }

    private static HttpResponseMessage Edit(ShownMessage message, JsonNode? body)
    {
        message.Body = body ?? new JsonObject();
        message.Edits++;
        return Answer(HttpStatusCode.OK, new JsonObject { ["id"] = $"m-{message.Number}" });
    }

    /// <summary>Two on each.</summary>
    private HttpResponseMessage Page(ConnectorCall call)
    {
        var begin = call.Uri.Query.Split("continuationToken=") is [_, var token] ? int.Parse(token, null) : 0;
        var members = Members.Values.Skip(begin).Take(2).Select(member => member.DeepClone()).ToArray();
        var page = new JsonObject { ["members"] = new JsonArray(members) };
        if (begin + 2 < Members.Count) page["continuationToken"] = $"{begin + 2}";
        return Answer(HttpStatusCode.OK, page);
    }
}

internal sealed record ConnectorCall(HttpMethod Method, Uri Uri, string Authorization, JsonNode? Body)
{
    /// <summary>What follows v3, unescaped.</summary>
    public string[] Path => [.. Uri.AbsolutePath.Split('/').SkipWhile(part => part != "v3").Skip(1).Select(Uri.UnescapeDataString)];
}

internal sealed class ShownMessage(int number, string conversation, JsonNode body)
{
    public int Number => number;
    public string Conversation => conversation;
    public JsonNode Body { get; set; } = body;
    public int Edits { get; set; }

    public JsonNode Adaptive => Body["attachments"]?[0]?["content"] ?? throw new InvalidOperationException($"There is no card in {Body}");

    public Card Card => AdaptiveCardReader.Read(Encoding.UTF8.GetBytes(Adaptive.ToJsonString()));

    public string Text => TextRenderer.Render(Card);
}
