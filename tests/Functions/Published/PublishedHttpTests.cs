using System.Net;
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

    [Theory]
    [InlineData("reconcile")]
    [InlineData("api/reconcile")]
    [InlineData("api/../reconcile")]
    [InlineData("api/%2e%2e/reconcile")]
    [InlineData("api/health/../../reconcile")]
    [InlineData("api//reconcile")]
    [InlineData("sweep")]
    [InlineData("")]
    public async Task Nobody_outside_reaches_a_function_that_is_the_host_s(string path)
    {
        await using var desk = await AppDesk.OpenAsync(program, PayloadReading.AsTheHostWrites, Cancellation);
        using var http = new HttpClient();
        var asItIs = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{desk.Host.Address.GetLeftPart(UriPartial.Authority)}/{path}", asItIs));
        request.Headers.Add("X-Azure-Functions-InvocationId", $"{Guid.NewGuid()}");
        request.Content = new StringContent(Envelope, Encoding.UTF8, "application/json");

        using var answer = await http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(desk.Invocations);
    }

    [Fact]
    public async Task Beside_the_host_it_listens_on_the_loopback_only_and_refuses_what_is_no_invocation()
    {
        await using var desk = await AppDesk.OpenAsync(program, PayloadReading.AsTheHostWrites, Cancellation);
        using var http = new HttpClient();

        using var answer = await http.PostAsync(
            new Uri(desk.Host.Handler.Address, "reconcile"), new StringContent(Envelope, Encoding.UTF8, "application/json"), Cancellation);

        Assert.Equal("127.0.0.1", desk.Host.Handler.Address.Host);
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
}
