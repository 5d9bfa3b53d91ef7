using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatOps.Sandbox.Hosting;

namespace ChatOps.Tests.Functions.Published;

/// <summary>What of the published program can be reached, and by whom.</summary>
public sealed class PublishedHttpTests(PublishedProgram program)
{
    /// <summary>In order but for the header that only the host sends.</summary>
    private const string Envelope = """{"Data":{"message":"a1b2c3d4e5f60718"},"Metadata":{"sys":{"MethodName":"reconcile"}}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_healthy_when_its_state_can_be_read_and_says_no_more_than_that()
    {
        await using var desk = await AppDesk.OpenAsync(program, PayloadReading.AsTheHostWrites, Cancellation);
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(desk.Host.Address, "api/health"), Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"status":"healthy"}""", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.DoesNotContain(answer.Headers, header => header.Key == "Server");
    }

    [Fact]
    public async Task Nobody_outside_reaches_a_function_that_is_the_host_s()
    {
        await using var desk = await AppDesk.OpenAsync(program, PayloadReading.AsTheHostWrites, Cancellation);
        using var http = new HttpClient();
        string[] paths =
            ["reconcile", "api/reconcile", "api/../reconcile", "api/%2e%2e/reconcile", "api/health/../../reconcile", "api//reconcile", "sweep", ""];

        foreach (var path in paths)
        {
            using var answer = await PostAsync(http, desk.Host.Address, path);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"/{path} was answered with {answer.StatusCode}.");
        }
        Assert.Empty(desk.Invocations);
    }

    [Fact]
    public async Task Listens_on_the_loopback_only()
    {
        await using var desk = await AppDesk.OpenAsync(program, PayloadReading.AsTheHostWrites, Cancellation);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        // All of 127.0.0.0/8 is this machine: whoever listens everywhere listens there, too.
        var elsewhere = new IPEndPoint(IPAddress.Parse("127.0.0.2"), desk.Host.Handler.Address.Port);
        await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(elsewhere, Cancellation).AsTask());
    }

    [Fact]
    public async Task Refuses_what_is_no_invocation_by_the_host()
    {
        await using var desk = await AppDesk.OpenAsync(program, PayloadReading.AsTheHostWrites, Cancellation);
        using var http = new HttpClient();

        using var answer = await http.PostAsync(
            new Uri(desk.Host.Handler.Address, "reconcile"), new StringContent(Envelope, Encoding.UTF8, "application/json"), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Reads_no_body_of_more_than_a_mebibyte()
    {
        await using var desk = await AppDesk.OpenAsync(program, PayloadReading.AsTheHostWrites, Cancellation);
        using var http = new HttpClient();

        var tooMuch = new StringContent(new string(' ', (1024 * 1024) + 1), Encoding.UTF8, "application/json");

        using var answer = await http.PostAsync(new Uri(desk.Host.Address, "api/chat"), tooMuch, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    /// <param name="path">Sent as it is, dots and all.</param>
    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, Uri address, string path)
    {
        var asItIs = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{address.GetLeftPart(UriPartial.Authority)}/{path}", asItIs));
        request.Headers.Add("X-Azure-Functions-InvocationId", $"{Guid.NewGuid()}");
        request.Content = new StringContent(Envelope, Encoding.UTF8, "application/json");
        return await http.SendAsync(request, Cancellation);
    }
}
