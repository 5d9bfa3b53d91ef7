using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOps.Sandbox.Hosting;

/// <summary>The public endpoint. Only what an HTTP trigger's route takes is passed on; what else is asked for is not found here already.</summary>
internal sealed class HttpFront : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpProxy _proxy;

    private HttpFront(FunctionApp app, HttpProxy proxy)
    {
        _proxy = proxy;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // What is too long is the handler's to say.
        builder.WebHost.ConfigureKestrel(kestrel => (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, null));
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.UseRouting();
        foreach (var function in app.Functions.OfType<HttpFunction>())
        {
            var route = $"/{app.Host.Extensions.Http.RoutePrefix}/{function.Route}".Replace("//", "/", StringComparison.Ordinal);
            RequestDelegate pass = http => proxy.PassAsync(function, http, http.RequestAborted);
            if (function.Methods.IsEmpty) _app.Map(route, pass);
            else _app.MapMethods(route, function.Methods, pass);
        }
        // It also takes what has a route but not that method: the host does not answer 405.
        _app.Map("{**path}", (HttpContext http) =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public static async Task<HttpFront> StartAsync(FunctionApp app, HttpProxy proxy, CancellationToken cancellationToken)
    {
        var front = new HttpFront(app, proxy);
        await front._app.StartAsync(cancellationToken);
        var addresses = front._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        front.Address = new Uri(addresses?.Addresses.First() ?? throw new InvalidOperationException("The host has no address."));
        return front;
    }

    /// <summary>Nobody is let in any more.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _proxy.Dispose();
    }
}
