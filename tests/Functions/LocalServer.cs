using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ChatOps.Functions.Hosts;
using ChatOps.Tests.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Functions;

/// <summary>The server of the program, on the loopback, with the endpoints of a test.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    public const string Invocation = "5f7a1c1e-2f0e-4a43-9f8c-0d3b9f0c7a11";

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private LocalServer(WebApplication app) => (_app, _http) = (app, new HttpClient(Handler()) { BaseAddress = new Uri(app.Urls.Single()) });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LocalServer> StartAsync(HeardLog log, Action<IEndpointRouteBuilder, ILogger> map)
    {
        var builder = Web.Builder(secrets: false);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        map(app, log.Factory.CreateLogger<LocalServer>());
        await app.StartAsync(Cancellation);
        return new LocalServer(app);
    }

    public Task<Answered> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>As the Functions host calls a function.</summary>
    /// <param name="invocation">Null: as nobody but somebody else would.</param>
    public Task<Answered> PostAsync(string path, string body, string? invocation = Invocation)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        // Who is refused for a body's length is told before sending it.
        request.Headers.ExpectContinue = true;
        if (invocation is not null) request.Headers.Add("X-Azure-Functions-InvocationId", invocation);
        return SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task<Answered> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _http.SendAsync(request, Cancellation);
            return new Answered((int)response.StatusCode, response.Content.Headers.ContentType, await response.Content.ReadAsStringAsync(Cancellation));
        }
    }

    private static SocketsHttpHandler Handler() => new() { UseProxy = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(1) };
}

internal sealed record Answered(int Status, MediaTypeHeaderValue? Type, string Body);
