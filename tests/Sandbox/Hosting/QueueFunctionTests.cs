using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Azure.Storage;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Hosting;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;
using Azurite = ChatOps.Tests.Tools.Azurite;

namespace ChatOps.Tests.Sandbox.Hosting;

public sealed class QueueFunctionTests(Azurite azurite) : IAsyncLifetime
{
    private readonly PublishedFolder _app = new();
    private readonly StringWriter _log = new();
    private readonly List<Invocation> _invoked = [];
    private readonly SettableTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app.QueueFunction();
        await (await QueueAsync()).CreateIfNotExistsAsync(Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _app.Dispose();
        _log.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Posts_an_envelope_to_the_function_s_name()
    {
        await using var host = await StartAsync("hello");

        Assert.True(await host.PumpAsync(Cancellation));
        Assert.False(await host.PumpAsync(Cancellation));
        var sent = Assert.Single(_app.Sent);
        Assert.Equal(("POST", "/work", "application/json; charset=utf-8"), (sent.Method, sent.Url, sent.Headers["content-type"]));
        var invocation = Assert.Single(_invoked);
        Assert.Equal(("work", 1, true), (invocation.Function, invocation.DequeueCount, invocation.Succeeded));
        Assert.Equal($"{invocation.Id}", sent.Headers["x-azure-functions-invocationid"]);
        Assert.StartsWith("4.", sent.Headers["x-azure-functions-hostversion"], StringComparison.Ordinal);
        Assert.Equal($"Azure-Functions-Host/{sent.Headers["x-azure-functions-hostversion"]}", sent.Headers["user-agent"]);
        Assert.Equal(0, await LeftAsync());
    }

    [Fact]
    public async Task Encodes_a_text_twice_and_numbers_as_text_as_the_host_writes_it()
    {
        await using var host = await StartAsync("hello \"ü\"");

        await host.PumpAsync(Cancellation);
        var body = Assert.Single(_app.Sent).Body;
        const string Begin = """
            {"Data":{"message":"\"hello \\\"ü\\\"\""},"Metadata":{"DequeueCount":"1","ExpirationTime":"9999-12-31T23:59:59+00:00","Id":"\"
            """;
        Assert.StartsWith(Begin, body, StringComparison.Ordinal);
        var metadata = Metadata();
        Assert.Equal(["DequeueCount", "ExpirationTime", "Id", "InsertionTime", "NextVisibleTime", "PopReceipt", "sys"], metadata.Select(p => p.Key));
        Assert.True(Guid.TryParse(Decoded(metadata["Id"]), out _));
        Assert.NotEmpty(Decoded(metadata["PopReceipt"]));
        var hidden = Time(metadata["NextVisibleTime"]) - Time(metadata["InsertionTime"]);
        Assert.InRange(hidden, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
        Assert.Equal(("work", "2026-11-18T10:00:00Z"), ($"{metadata["sys"]?["MethodName"]}", $"{metadata["sys"]?["UtcNow"]}"));
        Assert.True(Guid.TryParse($"{metadata["sys"]?["RandGuid"]}", out _));
    }

    [Fact]
    public async Task Encodes_a_text_once_and_numbers_as_numbers_as_it_is_documented()
    {
        await using var host = await StartAsync("""{"who":"a","n":2}""", PayloadReading.AsDocumented);

        await host.PumpAsync(Cancellation);
        Assert.Equal("""{"who":"a","n":2}""", $"{Assert.Single(_app.Sent).Json["Data"]?["message"]}");
        Assert.Equal("""1 2 "a" """.Trim(), string.Join(' ', new[] { "DequeueCount", "n", "who" }.Select(name => Metadata()[name]?.ToJsonString())));
        Assert.True(Guid.TryParse($"{Metadata()["Id"]}", out _));
    }

    [Fact]
    public async Task Copies_what_stands_at_the_top_of_a_message_over_what_it_would_say_itself()
    {
        await using var host = await StartAsync(
            """{"requestId":"r-1","attempt":2,"tags":["a"],"who":{"oid":"o"},"ok":true,"nothing":null,"id":"mine","dequeueCount":9}""");

        await host.PumpAsync(Cancellation);
        var metadata = Metadata();
        Assert.Equal(("\"r-1\"", "\"2\"", "\"True\""), ($"{metadata["requestId"]}", $"{metadata["attempt"]}", $"{metadata["ok"]}"));
        Assert.Equal("""{"oid":"o"}""", metadata["who"]?.ToJsonString());
        Assert.True(metadata.ContainsKey("nothing"));
        Assert.False(metadata.ContainsKey("tags"));
        Assert.Equal(["\"9\"", "\"mine\""], metadata.Where(p => p.Key is "DequeueCount" or "Id").Select(p => $"{p.Value}"));
    }

    [Fact]
    public async Task Tries_five_times_what_fails_and_then_keeps_it_apart()
    {
        _app.Answers("work", new { status = 500, body = "\"no\"" });
        await using var host = await StartAsync("bad");

        for (var i = 0; i < 5; i++) Assert.True(await host.PumpAsync(Cancellation));
        Assert.False(await host.PumpAsync(Cancellation));
        Assert.Equal([1, 2, 3, 4, 5], _invoked.Select(i => i.DequeueCount));
        Assert.All(_invoked, invocation => Assert.False(invocation.Succeeded));
        Assert.Equal(["1", "2", "3", "4", "5"], _app.Sent.Select(sent => $"{sent.Json["Metadata"]?["DequeueCount"]}"));
        Assert.Contains("The handler answered 500 InternalServerError: \"no\"", _log.ToString(), StringComparison.Ordinal);
        Assert.Equal("bad", (await PoisonAsync()).Body.ToString());
    }

    [Theory]
    [InlineData("", "application/json", "in Azure this invocation never completes")]
    [InlineData("null", "application/json", "in Azure this invocation never completes")]
    [InlineData("{}", "text/plain", "content of type text/plain, which is not JSON")]
    [InlineData("{}", "application/problem+json", "content of type application/problem+json, which is not JSON")]
    [InlineData("\"hi\"", "application/json", "not of the form that the host reads")]
    [InlineData("{\"Logs\":7}", "application/json", "not of the form that the host reads")]
    public async Task Fails_what_is_answered_so_that_the_host_could_not_read_it(string body, string type, string told)
    {
        _app.Answers("work", new { body, headers = new Dictionary<string, string> { ["Content-Type"] = type } });
        await using var host = await StartAsync("x");

        await host.PumpAsync(Cancellation);
        Assert.False(Assert.Single(_invoked).Succeeded);
        Assert.Contains(told, _log.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await LeftAsync());
    }

    [Fact]
    public async Task Writes_down_the_logs_of_an_answer_however_its_names_are_written()
    {
        _app.Answers("work", new { body = """{"outputs":{},"logs":["one","two"],"returnValue":null}""" });
        await using var host = await StartAsync("x");

        await host.PumpAsync(Cancellation);
        var id = Assert.Single(_invoked).Id;
        Assert.Equal($"Information: work {id}: one\nInformation: work {id}: two\n", _log.ToString());
    }

    [Fact]
    public async Task Follows_a_redirect_of_an_envelope()
    {
        _app.Answers("work", new { status = 302, headers = new Dictionary<string, string> { ["Location"] = "/elsewhere" } });
        await using var host = await StartAsync("x");

        await host.PumpAsync(Cancellation);
        Assert.Equal(["POST /work", "GET /elsewhere"], _app.Sent.Select(sent => $"{sent.Method} {sent.Url}"));
        Assert.True(Assert.Single(_invoked).Succeeded);
    }

    [Fact]
    public async Task Tries_again_with_the_next_process_what_broke_the_handler()
    {
        _app.Answers("work", new { exit = true });
        await using var host = await StartAsync("deadly");
        await host.PumpAsync(Cancellation);
        _app.Answers("work", new { });

        await host.PumpAsync(Cancellation);
        Assert.Equal([(1L, false), (2L, true)], _invoked.Select(i => (i.DequeueCount, i.Succeeded)));
        Assert.Equal(2, _app.Sent.Select(sent => sent.Env["FUNCTIONS_HTTPWORKER_ID"]).Distinct().Count());
        Assert.Equal(0, await LeftAsync());
    }

    [Fact]
    public async Task Fails_what_takes_longer_than_it_may_and_restarts_the_handler()
    {
        _app.Host(""" "visibilityTimeout":"00:00:00" """, more: ",\"functionTimeout\":\"00:00:00.3\"");
        _app.Answers("work", new { hold = true });
        await using var host = await StartAsync("slow");
        var before = host.Handler.ProcessId;

        await host.PumpAsync(Cancellation);
        Assert.NotEqual(before, host.Handler.ProcessId);
        Assert.Contains("took longer than functionTimeout", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shares_a_queue_with_another_instance()
    {
        await using var one = await StartAsync([.. Enumerable.Range(0, 40).Select(i => $"{i}")]);
        await using var other = await StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var all = new TaskCompletionSource();
        foreach (var host in new[] { one, other }) host.Invoked += _ => Count();
        var running = new[] { one, other }.Select(host => host.RunAsync(stop.Token)).ToList();

        await all.Task.WaitAsync(Cancellation);
        await stop.CancelAsync();
        foreach (var task in running) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Equal(40, _app.Sent.Select(sent => $"{sent.Json["Data"]?["message"]}").Distinct().Count());
        Assert.Equal(0, await LeftAsync());

        void Count()
        {
            lock (_invoked) if (_invoked.Count == 40) all.TrySetResult();
        }
    }

    [Fact]
    public async Task Takes_settings_of_the_host_from_the_app_s_settings()
    {
        _app.Host(""" "maxDequeueCount":5,"visibilityTimeout":"01:00:00" """);
        _app.Answers("work", new { status = 500 });
        await using var host = await StartAsync(_app.Options(await azurite.QueuesAsync()) with
        {
            Settings = new Dictionary<string, string>
            {
                ["AzureFunctionsJobHost__extensions__queues__maxDequeueCount"] = "2",
                ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:00",
            },
        }, "x");

        while (await host.PumpAsync(Cancellation)) continue;
        Assert.Equal([1, 2], _invoked.Select(i => i.DequeueCount));
    }

    private JsonObject Metadata() => Assert.Single(_app.Sent).Json["Metadata"]?.AsObject() ?? throw new InvalidOperationException();

    private static DateTimeOffset Time(JsonNode? text) => DateTimeOffset.ParseExact($"{text}", "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Decoded(JsonNode? text) => JsonSerializer.Deserialize<string>($"{text}") ?? "";

    private Task<FunctionsHost> StartAsync(params string[] messages) => StartAsync(PayloadReading.AsTheHostWrites, messages);

    private Task<FunctionsHost> StartAsync(string message, PayloadReading reading) => StartAsync(reading, message);

    private async Task<FunctionsHost> StartAsync(PayloadReading reading, params string[] messages) =>
        await StartAsync(_app.Options(await azurite.QueuesAsync()) with { Payload = reading }, messages);

    private async Task<FunctionsHost> StartAsync(FunctionsHostOptions options, params string[] messages)
    {
        var queue = await QueueAsync();
        foreach (var message in messages) await queue.SendMessageAsync(message, TimeSpan.Zero, Cancellation);
        var host = await FunctionsHost.StartAsync(options with { Time = _time, Logs = LineLogs.To(_log, LogLevel.Information) }, Cancellation);
        host.Invoked += invocation =>
        {
            lock (_invoked) _invoked.Add(invocation);
        };
        return host;
    }

    private async Task<QueueClient> QueueAsync() => (await azurite.QueuesAsync()).GetQueueClient(_app.Queue);

    private async Task<int> LeftAsync() => await (await QueueAsync()).CountApproximatelyAsync(Cancellation);

    private async Task<QueueMessage> PoisonAsync() => Assert.Single(
        await (await azurite.QueuesAsync()).GetQueueClient($"{_app.Queue}-poison").ReceiveMessagesAsync(32, TimeSpan.FromMinutes(5), Cancellation));
}
