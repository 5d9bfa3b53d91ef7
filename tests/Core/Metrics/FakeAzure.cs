using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ChatOps.Core.Metrics;
using ChatOps.Sandbox.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Tests.Core.Metrics;

/// <summary>What a machine's agent talks to: IMDS with its token, its name and its scheduled events, the Logs Ingestion API, and a notebook's server.</summary>
internal sealed class FakeAzure : IAsyncDisposable
{
    public const string Rule = "dcr-00000000000000000000000000000001";
    public const string Identity = "/subscriptions/0/resourceGroups/gpu/providers/Microsoft.ManagedIdentity/userAssignedIdentities/metrics";

    /// <summary>Both compressed and not, in one call.</summary>
    private const int MostBytes = 1_000_000;

    private readonly LoopbackServer _server;
    private readonly Channel<Sent> _sent = Channel.CreateUnbounded<Sent>();
    private readonly ConcurrentQueue<(int Status, string? RetryAfter)> _answers = new();
    private int _tokens;

    private FakeAzure() => _server = new LoopbackServer(app => app.Run(AnswerAsync));

    public Uri Address => _server.Address;

    /// <summary>The machine's resource; null while IMDS does not say.</summary>
    public string? Name { get; set; } = $"gpu-{AgentDesk.Id}";

    /// <summary>As IMDS answers.</summary>
    public string Events { get; set; } = """{"DocumentIncarnation":1,"Events":[]}""";

    /// <summary>What a notebook's server answers for its kernels; null when it tells nobody.</summary>
    public string? Kernels { get; set; }

    public int Tokens => _tokens;

    /// <summary>How long a token is good for, in seconds.</summary>
    public int TokenSeconds { get; set; } = 86_399;

    /// <summary>What was asked of others than the ingestion, with its headers.</summary>
    public ConcurrentQueue<(string Path, string? Metadata, string? Authorization)> Asked { get; } = new();

    public static async Task<FakeAzure> StartAsync()
    {
        var azure = new FakeAzure();
        await azure._server.StartAsync(TestContext.Current.CancellationToken);
        return azure;
    }

    /// <summary>The next calls to ingestion are answered so, each once; then all are taken.</summary>
    public void AnswerNext(params (int Status, string? RetryAfter)[] answers)
    {
        foreach (var answer in answers) _answers.Enqueue(answer);
    }

    /// <summary>All that has come in since the last time this was asked, taken or not.</summary>
    public IReadOnlyList<Sent> Calls()
    {
        var calls = new List<Sent>();
        while (_sent.Reader.TryRead(out var sent)) calls.Add(sent);
        return calls;
    }

    /// <summary>The rows of what was taken since the last time.</summary>
    public IReadOnlyList<JsonObject> Rows() => [.. Calls().Where(call => call.Status == 204).SelectMany(call => call.Rows)];

    /// <summary>The next call, when it comes.</summary>
    public ValueTask<Sent> CallAsync() => _sent.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsPost(request.Method))
        {
            await TakeAsync(context);
            return;
        }
        var query = $"{request.Path}{request.QueryString}";
        Asked.Enqueue((query, request.Headers["Metadata"], request.Headers.Authorization));
        var answer = request.Path.Value switch
        {
            "/metadata/instance/compute" when Name is not null => new JsonObject { ["name"] = Name, ["vmSize"] = "Standard_NC24ads_A100_v4" }.ToJsonString(),
            "/metadata/scheduledevents" => Events,
            "/metadata/identity/oauth2/token" => new JsonObject
            {
                ["access_token"] = $"token-{Interlocked.Increment(ref _tokens)}",
                ["expires_in"] = $"{TokenSeconds}",
                ["token_type"] = "Bearer",
            }.ToJsonString(),
            "/user/anna/api/kernels" => Kernels,
            _ => null,
        };
        context.Response.StatusCode = answer is null ? 403 : 200;
        await context.Response.WriteAsync(answer ?? "", context.RequestAborted);
    }

    private async Task TakeAsync(HttpContext context)
    {
        var request = context.Request;
        var packed = new MemoryStream();
        await request.Body.CopyToAsync(packed, context.RequestAborted);
        packed.Position = 0;
        using var text = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true)) await gzip.CopyToAsync(text, context.RequestAborted);

        var right = (request.Path.Value, request.QueryString.Value, request.ContentType, (string?)request.Headers.ContentEncoding)
            == ($"/dataCollectionRules/{Rule}/streams/{MetricsTable.Stream}", "?api-version=2023-01-01", "application/json", "gzip");
        var (status, retryAfter) = !right ? (404, null)
            : _answers.TryDequeue(out var answer) ? answer
            : (text.Length > MostBytes ? 413 : 204, null);
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        var rows = JsonNode.Parse(text.ToArray())?.AsArray() ?? [];
        _sent.Writer.TryWrite(new Sent(status, (string?)request.Headers.Authorization, [.. rows.OfType<JsonObject>()], text.Length));
    }
}

/// <summary>One call to the ingestion and how it was answered.</summary>
internal sealed record Sent(int Status, string? Authorization, IReadOnlyList<JsonObject> Rows, long Bytes);
