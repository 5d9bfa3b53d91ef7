using System.Text.Json;
using ChatOps.Functions.Invocations;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions.Invocations;

public sealed class TriggersTests : IAsyncLifetime
{
    private const string Envelope = """{"Data":{"message":"\"hello\""},"Metadata":{"DequeueCount":"2","sys":{"MethodName":"work"}}}""";

    private readonly HeardLog _log = new();
    private readonly List<string> _messages = [];
    private Func<Task> _work = () => Task.CompletedTask;
    private LocalServer? _server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private LocalServer Server => _server ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _server = await LocalServer.StartAsync(_log, (routes, log) => new Triggers(routes, log).Map("work", (call, _) =>
    {
        _messages.Add(call.Message());
        return _work();
    }));

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _log.Dispose();
    }

    // By the host's source, an invocation that is answered without a body is never over.
    [Fact]
    public async Task The_function_runs_once_and_its_answer_has_a_body_that_the_host_reads()
    {
        var answer = await Server.PostAsync("/work", Envelope);

        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"Outputs":{},"Logs":[],"ReturnValue":null}""", answer.Body);
        Assert.Equal("application/json", answer.Type?.MediaType);
        Assert.Equal(["hello"], _messages);
        Assert.Equal("", _log.Text);
    }

    [Theory]
    [InlineData(null, Envelope)]
    [InlineData("", Envelope)]
    [InlineData("17", Envelope)]
    [InlineData(LocalServer.Invocation, "")]
    [InlineData(LocalServer.Invocation, "hello")]
    [InlineData(LocalServer.Invocation, "[]")]
    [InlineData(LocalServer.Invocation, """{"Data":{"message":"hello"}}""")]
    [InlineData(LocalServer.Invocation, """{"Data":{"message":"hello"},"Metadata":{}}""")]
    public async Task What_the_host_would_not_send_is_refused_and_nothing_runs(string? invocation, string body)
    {
        var answer = await Server.PostAsync("/work", body, invocation);

        Assert.Equal(400, answer.Status);
        Assert.Equal("""{"error":"This is no invocation by the Functions host."}""", answer.Body);
        Assert.Equal("application/json", answer.Type?.MediaType);
        Assert.Empty(_messages);
        Assert.Equal("Warning: Function work was called by something that is not the Functions host; refused", _log.Text);
    }

    [Fact]
    public async Task A_failure_is_answered_by_the_invocation_that_the_log_has_and_by_nothing_of_what_went_wrong()
    {
        _work = () => throw new InvalidOperationException("the password is swordfish");

        var answer = await Server.PostAsync("/work", Envelope);

        Assert.Equal(500, answer.Status);
        Assert.Equal($$"""{"error":"Invocation {{LocalServer.Invocation}} failed; the log says why."}""", answer.Body);
        Assert.Equal("application/json", answer.Type?.MediaType);
        var said = await _log.UntilAsync("failed", Cancellation);
        Assert.StartsWith($"Error: Function work failed (invocation {LocalServer.Invocation}, attempt 2)", said, StringComparison.Ordinal);
        Assert.Contains("the password is swordfish", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_gives_up_waiting_for_something_else_has_failed_too()
    {
        _work = () => throw new TaskCanceledException("Azure took too long.");

        Assert.Equal(500, (await Server.PostAsync("/work", Envelope)).Status);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused_before_it_is_sent()
    {
        var answer = await Server.PostAsync("/work", Envelope.Replace("hello", new string('x', 1024 * 1024), StringComparison.Ordinal));

        Assert.Equal(413, answer.Status);
        using var body = JsonDocument.Parse(answer.Body);
        Assert.True(body.RootElement.TryGetProperty("error", out _));
        Assert.Empty(_messages);
    }

    // 64 KiB, each of them escaped twice.
    [Fact]
    public async Task The_longest_message_that_a_queue_holds_is_short_enough()
    {
        var text = new string('"', 48 * 1024);
        var twice = JsonSerializer.Serialize(JsonSerializer.Serialize(text));

        var answer = await Server.PostAsync("/work", $$"""{"Data":{"message":{{twice}} },"Metadata":{"sys":{} } }""");

        Assert.Equal(200, answer.Status);
        Assert.Equal([text], _messages);
    }

    [Theory]
    [InlineData("/work/more")]
    [InlineData("/api/work")]
    [InlineData("/other")]
    public async Task There_is_nothing_else(string path) => Assert.Equal(404, (await Server.PostAsync(path, Envelope)).Status);

    [Fact]
    public async Task It_cannot_be_asked_for_by_a_link() => Assert.Equal(405, (await Server.GetAsync("/work")).Status);
}
