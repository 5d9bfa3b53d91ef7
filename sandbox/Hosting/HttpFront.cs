using ChatOps.Sandbox.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Hosting;

/// <summary>The public endpoint. Only what an HTTP trigger's route takes is passed on; what else is asked for is not found here already.</summary>
internal sealed class HttpFront : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly HttpProxy _proxy;

    private HttpFront(FunctionApp app, HttpProxy proxy)
    {
        _proxy = proxy;
        _server = new LoopbackServer(web => Map(web, app, proxy));
    }

    public Uri Address => _server.Address;

    public static async Task<HttpFront> StartAsync(FunctionApp app, HttpProxy proxy, CancellationToken cancellationToken)
    {
        var front = new HttpFront(app, proxy);
        await front._server.StartAsync(cancellationToken);
        return front;
    }

    /// <summary>Nobody is let in any more.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _proxy.Dispose();
    }

    private static void Map(WebApplication web, FunctionApp app, HttpProxy proxy)
    {
        web.UseRouting();
        foreach (var function in app.Functions.OfType<HttpFunction>())
        {
            var route = $"/{app.Host.Extensions.Http.RoutePrefix}/{function.Route}".Replace("//", "/", StringComparison.Ordinal);
            RequestDelegate pass = http => proxy.PassAsync(function, http, http.RequestAborted);
            if (function.Methods.IsEmpty) web.Map(route, pass);
            else web.MapMethods(route, function.Methods, pass);
        }
        // It also takes what has a route but not that method: the host does not answer 405.
        web.Map("{**path}", (HttpContext http) =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }
}
