namespace ChatOps.Sandbox.Loopback;

/// <summary>Leads requests that are meant for somebody's real host to a stand-in.</summary>
/// <param name="address">Of the stand-in.</param>
internal sealed class ToLoopback(Uri address) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { } uri)
            request.RequestUri = new UriBuilder(uri) { Scheme = address.Scheme, Host = address.Host, Port = address.Port }.Uri;
        return base.SendAsync(request, cancellationToken);
    }
}
