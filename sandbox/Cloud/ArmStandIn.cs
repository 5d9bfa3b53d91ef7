using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatOps.Sandbox.Costs;
using ChatOps.Sandbox.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Cloud;

/// <summary>
/// A stand-in for Azure Resource Manager: a real HTTP server on the loopback that the real Azure SDK talks to. It lives on the
/// sandbox's virtual time and can be told to go wrong.
/// </summary>
public sealed class ArmStandIn : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly string? _file;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, int> _requests = [];

    private ArmStandIn(TimeProvider time, string? file, X509Certificate2? certificate)
    {
        (_file, _time) = (file, time);
        State = file is not null && File.Exists(file)
            ? JsonSerializer.Deserialize<CloudState>(File.ReadAllText(file)) ?? new CloudState()
            : new CloudState();
        _server = new LoopbackServer(Map, certificate);
    }

    /// <summary>
    /// The ARM id of a resource that an operation has just ended on, as Event Grid tells of it. Raised by whichever thread let it
    /// happen, while nothing is locked; the handler should be quick, because a request may be waiting for its answer.
    /// </summary>
    public event Action<string>? Changed;

    /// <summary>Every request with its answer, which has been decided on and not been sent yet.</summary>
    public event Action<HttpExchange>? Exchanged;

    /// <summary>Every stand-in as it starts; the tests listen to all of them.</summary>
    internal static event Action<ArmStandIn>? Started;

    internal CloudState State { get; }

    internal Lock Lock { get; } = new();

    /// <summary>Where it listens, on the loopback.</summary>
    public Uri Address => _server.Address;

    /// <summary>The same over TLS, where it has a certificate: for a program that is told only of another address of Azure.</summary>
    public Uri? SecureAddress => _server.SecureAddress;

    /// <param name="file">Where it keeps its state; null for nowhere.</param>
    public static Task<ArmStandIn> StartAsync(TimeProvider time, string? file, CancellationToken cancellationToken) =>
        StartAsync(time, file, certificate: null, cancellationToken);

    /// <param name="certificate">For <see cref="SecureAddress"/>; null to do without.</param>
    public static async Task<ArmStandIn> StartAsync(
        TimeProvider time, string? file, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        var standIn = new ArmStandIn(time, file, certificate);
        await standIn._server.StartAsync(cancellationToken);
        Started?.Invoke(standIn);
        return standIn;
    }

    /// <summary>
    /// Leads what the SDK sends to Azure here. (The SDK refuses to send its token to a plain-HTTP address, so the address is
    /// changed after it was added.)
    /// </summary>
    public HttpPipelineTransport Transport() => new HttpClientTransport(new HttpClient(new ToLoopback(Address)));

    /// <summary>When the next operation ends by itself; null when none is going on.</summary>
    public DateTimeOffset? NextChangeAt
    {
        get
        {
            lock (Lock) return State.Pending.NextAt;
        }
    }

    /// <summary>How many requests of each kind came, e.g. "PUT virtualMachines/{vm}".</summary>
    public IReadOnlyDictionary<string, int> Requests
    {
        get
        {
            lock (Lock) return new SortedDictionary<string, int>(_requests, StringComparer.Ordinal);
        }
    }

    /// <summary>Lets happen what is due by now; a request does the same before it is answered.</summary>
    public void Settle() => Act(_time, _ => { });

    /// <summary>Does something to the cloud as it is by now, and tells what came of it.</summary>
    internal void Act(TimeProvider time, Action<DateTimeOffset> act)
    {
        lock (Lock)
        {
            var now = time.GetUtcNow();
            Clockwork.Settle(State, now);
            act(now);
            Save();
        }
        Tell();
    }

    /// <summary>Raises what has happened. Never called with the lock held: who hears of it may ask at once.</summary>
    internal void Tell()
    {
        string[] news;
        lock (Lock)
        {
            if (State.News.Count == 0) return;
            news = [.. State.News];
            State.News.Clear();
        }
        foreach (var id in news) Changed?.Invoke(id);
    }

    internal void Count(string kind) => _requests[kind] = _requests.GetValueOrDefault(kind) + 1;

    internal void Save()
    {
        if (_file is null) return;
        // Never half a file: the sandbox may be killed at any moment.
        File.WriteAllText(_file + ".new", JsonSerializer.Serialize(State));
        File.Move(_file + ".new", _file, overwrite: true);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private void Map(WebApplication web)
    {
        web.Use(next => async http =>
        {
            if (Exchanged is not { } listeners) await next(http);
            else await HttpExchange.ListenAsync(http, next, path => new Uri(ArmRequest.Public(path)), listeners);
        });
        web.UseRouting();
        var routes = new ArmRoutes(web, this, _time);
        VmEndpoints.Map(routes);
        ChildEndpoints.Map(routes);
        StorageAndNetworkEndpoints.Map(routes);
        SnapshotEndpoints.Map(routes);
        ResourceEndpoints.Map(routes);
        UsageEndpoints.Map(routes);
        OperationEndpoints.Map(routes);
        CostEndpoints.Map(routes);
        web.MapFallback(http =>
        {
            http.Response.StatusCode = 404;
            var message = $"The stand-in does not know {http.Request.Method} {http.Request.Path}.";
            var error = new JsonObject { ["code"] = "InvalidResourceType", ["message"] = message };
            return http.Response.WriteAsJsonAsync(new JsonObject { ["error"] = error });
        });
    }
}
