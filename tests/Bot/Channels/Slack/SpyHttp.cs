using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatOps.Tests.Bot.Channels.Slack;

/// <summary>The way to Slack: it tells what went along it, and a test may answer instead.</summary>
internal sealed class SpyHttp : HttpMessageHandler
{
    private readonly HttpMessageInvoker _inner = new(new SocketsHttpHandler());
    private readonly ConcurrentQueue<SlackCall> _calls = new();

    public IReadOnlyList<SlackCall> Calls => [.. _calls];

    /// <summary>Asked before each call; null to go on as usual.</summary>
    public Func<SlackCall, Task<HttpResponseMessage?>> Before { get; set; } = _ => Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>Asked when the call is done and before that is known; null to go on as usual.</summary>
    public Func<SlackCall, Task<HttpResponseMessage?>> After { get; set; } = _ => Task.FromResult<HttpResponseMessage?>(null);

    public static HttpResponseMessage Answer(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Error(string code) => Answer($$"""{"ok":false,"error":"{{code}}"}""");

    /// <summary>Calls of this method are refused from now on.</summary>
    public void Refuse(string method, string code) => Before = call => Task.FromResult(call.Method == method ? Error(code) : null);

    public void Work() => Before = _ => Task.FromResult<HttpResponseMessage?>(null);

    public int Count(string method) => Calls.Count(call => call.Method == method);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("A request has an address.");
        var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
        var call = new SlackCall(uri, $"{request.Headers.Authorization}", body.Length > 0 ? JsonNode.Parse(body) : null);
        _calls.Enqueue(call);
        if (await Before(call).WaitAsync(cancellationToken) is { } first) return first;
        var answer = await _inner.SendAsync(request, cancellationToken);
        return await After(call).WaitAsync(cancellationToken) ?? answer;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }
}

internal sealed record SlackCall(Uri Uri, string Authorization, JsonNode? Body)
{
    /// <summary>"chat.postMessage", or "hooks" for a response_url.</summary>
    public string Method => Uri.Segments[1] == "hooks/" ? "hooks" : Uri.Segments[^1];
}
