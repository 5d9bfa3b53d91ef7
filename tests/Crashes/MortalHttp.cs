namespace ChatOps.Tests.Crashes;

/// <summary>Every request of the bot to Teams: for keys, and to the connector. What it goes through outlives the life.</summary>
internal sealed class MortalHttp(HttpMessageHandler inner, Mortal life) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _inner = new(inner, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => life.CallAsync(
        $"{request.Method} {request.RequestUri?.AbsolutePath}",
        changes: request.Method != HttpMethod.Get,
        () => _inner.SendAsync(request, cancellationToken));

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }
}
