using System.Net;
using System.Text;
using ChatOps.Sandbox.Hosting;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Hosting;

public sealed class HttpFunctionTests(Azurite azurite) : IDisposable
{
    private readonly PublishedFolder _app = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _app.Dispose();
    }

    [Fact]
    public async Task Passes_a_request_on_as_it_is()
    {
        Catch("messages", "messages/{**rest}");
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, "api/messages/a%20b?x=1&x=%2F&y"));
        request.Headers.Add("X-Signature", "v0=abc");
        request.Headers.Add("X-Azure-Functions-InvocationId", "forged");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("ü=1&"));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");

        using var response = await _client.SendAsync(request, Cancellation);
        var sent = Assert.Single(_app.Sent);
        Assert.Equal(("POST", "/api/messages/a%20b?x=1&x=%2F&y", "ü=1&"), (sent.Method, sent.Url, sent.Body));
        Assert.Equal(("v0=abc", "application/x-www-form-urlencoded", "5"),
            (sent.Headers["x-signature"], sent.Headers["content-type"], sent.Headers["content-length"]));
        Assert.Equal(host.Address.Authority, sent.Headers["host"]);
        Assert.True(Guid.TryParse(sent.Headers["x-azure-functions-invocationid"], out _));
        Assert.StartsWith("4.", sent.Headers["x-azure-functions-hostversion"], StringComparison.Ordinal);
        Assert.DoesNotContain("user-agent", sent.Headers.Keys);
    }

    [Fact]
    public async Task Passes_on_a_body_whose_length_nobody_knows_before()
    {
        Catch("messages", "messages");
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, "api/messages"));
        request.Headers.TransferEncodingChunked = true;
        request.Content = new StringContent(new string('x', 100_000));

        using var response = await _client.SendAsync(request, Cancellation);
        Assert.Equal(100_000, Assert.Single(_app.Sent).Body.Length);
    }

    [Theory]
    [InlineData(201, "made")]
    [InlineData(500, "broken")]
    [InlineData(302, "")]
    public async Task Gives_the_answer_back_as_it_is_and_follows_no_redirect(int status, string body)
    {
        var headers = new Dictionary<string, string> { ["Content-Type"] = "text/plain", ["Location"] = "/api/other", ["X-Own"] = "1" };
        _app.Answers("api/health", new { status, body, headers });
        await using var host = await StartAsync();

        using var response = await _client.GetAsync(new Uri(host.Address, "api/health"), Cancellation);
        Assert.Equal((status, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal(("text/plain", "/api/other"), ($"{response.Content.Headers.ContentType}", $"{response.Headers.Location}"));
        Assert.Equal(["1"], response.Headers.GetValues("X-Own"));
        Assert.Single(_app.Sent);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "health")]
    [InlineData("POST", "work")]
    [InlineData("POST", "api/work")]
    [InlineData("POST", "api/../work")]
    [InlineData("POST", "api/health")]
    [InlineData("GET", "api/health/more")]
    [InlineData("GET", "api/file.txt")]
    public async Task Does_not_find_what_no_route_takes_nor_asks_the_handler(string method, string path)
    {
        _app.QueueFunction();
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(
            HttpMethod.Parse(method), new Uri($"{host.Address}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

        using var response = await _client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(_app.Sent);
    }

    [Fact]
    public async Task Routes_without_a_prefix_where_there_is_none()
    {
        await using var host = await StartAsync(new() { ["AzureFunctionsJobHost__extensions__http__routePrefix"] = "" });

        using var response = await _client.GetAsync(new Uri(host.Address, "health"), Cancellation);
        Assert.Equal("/health", Assert.Single(_app.Sent).Url);
    }

    [Fact]
    public async Task Tells_of_each_call()
    {
        await using var host = await StartAsync();
        var told = new TaskCompletionSource<Invocation>();
        host.Invoked += told.SetResult;

        using var response = await _client.GetAsync(new Uri(host.Address, "api/health"), Cancellation);
        var invocation = await told.Task.WaitAsync(Cancellation);
        Assert.Equal(("health", 0, true), (invocation.Function, invocation.DequeueCount, invocation.Succeeded));
        Assert.Equal($"{invocation.Id}", Assert.Single(_app.Sent).Headers["x-azure-functions-invocationid"]);
    }

    /// <summary>An HTTP function for all methods.</summary>
    private void Catch(string name, string route) => _app.Function(
        name, $$"""{"type":"httpTrigger","name":"req","authLevel":"anonymous","route":"{{route}}"},{"type":"http","direction":"out","name":"res"}""");

    private async Task<FunctionsHost> StartAsync(Dictionary<string, string>? settings = null) =>
        await FunctionsHost.StartAsync(_app.Options(await azurite.QueuesAsync()) with { Settings = settings ?? [] }, Cancellation);
}
