using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOps.Sandbox.Loopback;

/// <summary>A web server on the loopback. It has nothing that it is not given: no logs, no settings, no routes.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    /// <param name="arrange">Gives it what answers.</param>
    /// <param name="certificate">For <see cref="SecureAddress"/>; null to do without.</param>
    /// <param name="port">Where <see cref="Address"/> is to be; 0 for any that is free.</param>
    public LoopbackServer(Action<WebApplication> arrange, X509Certificate2? certificate = null, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // Who answers says what is too long, and what it is.
            (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, null);
            kestrel.Listen(IPAddress.Loopback, port);
            if (certificate is not null) kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
        });
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        arrange(_app);
    }

    /// <summary>Where it listens, once it has started.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The same over TLS, where it has a certificate.</summary>
    public Uri? SecureAddress { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _app.StartAsync(cancellationToken);
        var addresses = _app.Urls.Select(url => new Uri(url)).ToList();
        Address = addresses.First(address => address.Scheme == "http");
        SecureAddress = addresses.FirstOrDefault(address => address.Scheme == "https");
    }

    /// <summary>Nobody is let in any more.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
