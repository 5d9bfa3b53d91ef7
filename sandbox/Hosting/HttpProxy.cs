using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChatOps.Sandbox.Hosting;

/// <summary>Passes HTTP requests on as they are, and the answers back: <c>enableProxyingHttpRequest</c>.</summary>
internal sealed class HttpProxy(Handler handler, Action<Invocation> invoked) : IDisposable
{
    /// <summary>These are about one connection only.</summary>
    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
    });

    /// <param name="cancellationToken">Set off when the caller has gone, which is nobody's error.</param>
    public async Task PassAsync(HttpFunction function, HttpContext http, CancellationToken cancellationToken)
    {
        var (id, began, answered) = (Guid.NewGuid(), Stopwatch.GetTimestamp(), false);
        HandlerProcess? process = null;
        try
        {
            process = await handler.ReadyAsync(cancellationToken);
            using var request = Request(http, process.Address, id);
            using var response = await _client.SendAsync(request, cancellationToken);
            await AnswerAsync(response, http.Response, cancellationToken);
            answered = true;
        }
        // A connection that breaks while it is made is told as any of the first three.
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or HandlerFailedException)
        {
            if (process is not null) await Handler.AccountForAsync(process, cancellationToken);
            if (http.Response.HasStarted) http.Abort();
            else http.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
        finally
        {
            invoked(new Invocation(function.Name, id, DequeueCount: 0, answered, Stopwatch.GetElapsedTime(began)));
        }
    }

    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage Request(HttpContext http, Uri handler, Guid id)
    {
        // Not to be tidied up: the path as it was matched, the query as it came.
        var address = $"{handler.GetLeftPart(UriPartial.Authority)}{http.Request.Path.ToUriComponent()}{http.Request.QueryString}";
        var uri = new Uri(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(HttpMethod.Parse(http.Request.Method), uri);
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true) request.Content = new StreamContent(http.Request.Body);
        foreach (var (name, values) in http.Request.Headers.Where(header => !NotPassedOn.Contains(header.Key)))
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray())) request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        Set(request, Invoker.InvocationId, id.ToString());
        Set(request, Invoker.HostVersion, Invoker.Version);
        return request;
    }

    /// <summary>Whatever the caller wrote there.</summary>
    private static void Set(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.Add(name, value);
    }

    private static async Task AnswerAsync(HttpResponseMessage from, HttpResponse to, CancellationToken cancellationToken)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.NonValidated.Concat(from.Content.Headers.NonValidated).Where(header => !NotPassedOn.Contains(header.Key)))
            to.Headers[name] = values.ToArray();
        await from.Content.CopyToAsync(to.Body, cancellationToken);
    }
}
