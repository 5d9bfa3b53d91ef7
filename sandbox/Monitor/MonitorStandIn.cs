using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatOps.Sandbox.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Monitor;

/// <summary>
/// A stand-in for the two ends of Log Analytics, a real HTTP server on the loopback: the Logs Ingestion API, to which machines' agents write, and
/// the query API, which the product asks. It lives on the sandbox's virtual time.
/// </summary>
public sealed class MonitorStandIn : IAsyncDisposable
{
    private readonly LoopbackServer _server;

    private MonitorStandIn(TimeProvider time, X509Certificate2? certificate)
    {
        Time = time;
        _server = new LoopbackServer(Map, certificate);
    }

    /// <summary>Every request with its answer, which has been decided on and not been sent yet.</summary>
    public event Action<HttpExchange>? Exchanged;

    /// <summary>Every stand-in as it starts; the tests listen to all of them.</summary>
    internal static event Action<MonitorStandIn>? Started;

    internal TimeProvider Time { get; }

    internal Lock Lock { get; } = new();

    /// <summary>Looked at and changed with the lock held, as the next ones.</summary>
    internal MetricRows Rows { get; } = new();

    internal MonitorFaults Faults { get; } = new();

    /// <summary>How many uploads and queries came.</summary>
    internal (int Uploads, int Queries) Requests { get; set; }

    /// <summary>Where it listens, on the loopback.</summary>
    public Uri Address => _server.Address;

    /// <summary>The same over TLS, where it has a certificate.</summary>
    public Uri? SecureAddress => _server.SecureAddress;

    /// <param name="certificate">For <see cref="SecureAddress"/>; null to do without.</param>
    public static async Task<MonitorStandIn> StartAsync(TimeProvider time, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        var standIn = new MonitorStandIn(time, certificate);
        await standIn._server.StartAsync(cancellationToken);
        Started?.Invoke(standIn);
        return standIn;
    }

    /// <summary>Leads what is sent to Azure here. (A token is not sent to a plain-HTTP address, so the address is changed after it was added.)</summary>
    public HttpPipelineTransport Transport() => new HttpClientTransport(new HttpClient(Handler()));

    /// <inheritdoc cref="Transport"/>
    internal HttpMessageHandler Handler() => new ToLoopback(Address);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private void Map(WebApplication web)
    {
        web.Use(next => async http =>
        {
            if (Exchanged is not { } listeners) await next(http);
            else await HttpExchange.ListenAsync(http, next, path => new Uri(Host(path), path), listeners);
        });
        web.UseRouting();
        web.MapPost("/dataCollectionRules/{rule}/streams/{stream}", http => IngestionEndpoint.AnswerAsync(http, this));
        web.MapPost("/v1/workspaces/{workspace}/query", http => QueryEndpoint.AnswerAsync(http, this));
        web.MapFallback(http => new MonitorAnswer(404, "PathNotFoundError", "The requested path does not exist").WriteAsync(http));
    }

    private static Uri Host(string path) =>
        path.StartsWith("/v1/", StringComparison.Ordinal) ? SandboxAzure.Metrics.Query : SandboxAzure.Metrics.Ingestion;
}

/// <summary>What goes wrong, in the form that both APIs have for it.</summary>
/// <param name="Inner">More exactly, from the outside in.</param>
internal sealed record MonitorAnswer(int Status, string Code, string Message, params (string Code, string Message)[] Inner)
{
    public int? RetryAfter { get; init; }

    public Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        if (RetryAfter is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        JsonObject? inner = null;
        foreach (var (code, message) in Inner.Reverse()) inner = Error(code, message, inner);
        return http.Response.WriteAsJsonAsync(new JsonObject { ["error"] = Error(Code, Message, inner) }, http.RequestAborted);
    }

    public static bool HasToken(HttpContext http) => http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal);

    private static JsonObject Error(string code, string message, JsonObject? inner)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (inner is not null) error["innererror"] = inner;
        return error;
    }
}
