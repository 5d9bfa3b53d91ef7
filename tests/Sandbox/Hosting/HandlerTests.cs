using ChatOps.Azure.Storage;
using ChatOps.Sandbox.Hosting;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Hosting;

public sealed class HandlerTests(Azurite azurite) : IAsyncLifetime
{
    private readonly PublishedFolder _app = new();
    private readonly List<string> _said = [];
    private readonly SettableTime _time = new();
    private QueueServiceClient? _queues;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FunctionsHostOptions Options => _app.Options(_queues ?? throw new InvalidOperationException()) with { Output = Hear, Time = _time };

    public async ValueTask InitializeAsync() => _queues = await azurite.QueuesAsync();

    public ValueTask DisposeAsync()
    {
        _app.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Gives_the_handler_its_port_its_ids_the_app_s_settings_and_nothing_that_looks_like_a_setting_of_ours()
    {
        Environment.SetEnvironmentVariable("Azure__Stray", "x");
        await using var host = await FunctionsHost.StartAsync(
            Options with { Settings = new Dictionary<string, string> { ["Azure__SubscriptionId"] = "s" } }, Cancellation);

        await GetAsync(host);
        var environment = Assert.Single(_app.Sent).Env;
        Assert.Equal($"{host.Handler.Address.Port}", environment["FUNCTIONS_CUSTOMHANDLER_PORT"]);
        Assert.Equal($"{host.Handler.Address.Port}", environment["FUNCTIONS_HTTPWORKER_PORT"]);
        Assert.Equal(environment["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"], environment["FUNCTIONS_HTTPWORKER_ID"]);
        Assert.True(Guid.TryParse(environment["FUNCTIONS_HTTPWORKER_ID"], out _));
        Assert.Equal(_app.Root, environment["FUNCTIONS_APP_ROOT_PATH"]);
        Assert.Equal(["s"], environment.Where(e => e.Key.StartsWith("Azure", StringComparison.Ordinal)).Select(e => e.Value));
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), environment["PATH"]);
    }

    [Fact]
    public async Task Fills_in_settings_in_arguments_and_takes_a_program_that_is_not_in_the_app_from_the_path()
    {
        const string Handler = """
            "description":{"defaultExecutablePath":"node","arguments":["handler.js","--mode","%Mode%"]},"enableProxyingHttpRequest":true
            """;
        _app.Host("", Handler);
        await using (var host = await FunctionsHost.StartAsync(Options with { Settings = new Dictionary<string, string> { ["Mode"] = "a b" } }, Cancellation))
        {
            await GetAsync(host);
        }

        Assert.Equal(["up: --mode a b"], Said);
        Assert.Equal(_app.Root, Assert.Single(_app.Sent).Cwd);
    }

    [Fact]
    public async Task Says_what_a_handler_said_that_exits_at_its_start()
    {
        _app.Answers("exitAtStart", true);

        var e = await Assert.ThrowsAsync<HandlerFailedException>(() => FunctionsHost.StartAsync(Options, Cancellation));

        Assert.Equal("The handler exited with 3 before it listened. It said last:\nno settings today", e.Message);
    }

    [Fact]
    public async Task Says_that_a_handler_does_not_listen()
    {
        const string Deaf = """
            "description":{"defaultExecutablePath":"node","arguments":["-e","console.log('busy');setTimeout(()=>{},600000)"]},
            "initializationTimeout":"00:00:00.5","enableProxyingHttpRequest":true
            """;
        _app.Host("", Deaf);

        var e = await Assert.ThrowsAsync<HandlerFailedException>(() => FunctionsHost.StartAsync(Options, Cancellation));

        Assert.StartsWith("The handler did not listen on its port within 00:00:00.5000000.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_a_handler_cannot_be_started()
    {
        _app.Host("", """ "description":{"defaultExecutablePath":"no-such-program"},"enableProxyingHttpRequest":true """);

        var e = await Assert.ThrowsAsync<HandlerFailedException>(() => FunctionsHost.StartAsync(Options, Cancellation));

        Assert.Contains("no-such-program", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starts_a_handler_that_crashed_again_so_that_the_next_request_meets_the_next_one()
    {
        await using var host = await FunctionsHost.StartAsync(Options, Cancellation);
        var before = host.Handler.ProcessId;

        Assert.Equal(502, await CrashAsync(host));
        Assert.Equal(200, await GetAsync(host));
        Assert.NotEqual(before, host.Handler.ProcessId);
    }

    [Fact]
    public async Task Shuts_down_after_three_crashes_within_half_an_hour()
    {
        await using var host = await FunctionsHost.StartAsync(Options, Cancellation);
        var running = host.RunAsync(Cancellation);
        for (var i = 0; i < 3; i++) await CrashAsync(host);

        var e = await Assert.ThrowsAsync<HandlerFailedException>(() => running);
        Assert.StartsWith("Exceeded http worker restart retry count. Shutting down Functions Host.", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HandlerFailedException>(() => host.PumpAsync(Cancellation));
    }

    [Fact]
    public async Task Forgets_crashes_when_half_an_hour_has_passed_since_the_last()
    {
        await using var host = await FunctionsHost.StartAsync(Options, Cancellation);
        for (var i = 0; i < 4; i++)
        {
            await CrashAsync(host);
            _time.Advance(i % 2 == 0 ? TimeSpan.FromMinutes(30) : TimeSpan.FromMinutes(31));
        }

        Assert.Equal(200, await GetAsync(host));
    }

    [Fact]
    public async Task Does_not_count_as_a_crash_that_it_was_restarted()
    {
        await using var host = await FunctionsHost.StartAsync(Options, Cancellation);
        var processes = new HashSet<int> { host.Handler.ProcessId };
        for (var i = 0; i < 3; i++)
        {
            await host.RestartAsync(Cancellation);
            processes.Add(host.Handler.ProcessId);
        }

        Assert.Equal(200, await GetAsync(host));
        Assert.Equal(4, processes.Count);
    }

    [Fact]
    public async Task Tells_what_its_handler_needs()
    {
        await using var host = await FunctionsHost.StartAsync(Options, Cancellation);

        Assert.InRange(host.Handler.ResidentBytes, 1 << 20, 1L << 32);
        Assert.InRange(host.Handler.ReadyAfter, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30));
    }

    private IReadOnlyList<string> Said
    {
        get
        {
            lock (_said) return [.. _said];
        }
    }

    private void Hear(string line)
    {
        lock (_said) _said.Add(line);
    }

    private async Task<int> CrashAsync(FunctionsHost host)
    {
        _app.Answers("api/health", new { exit = true });
        var status = await GetAsync(host);
        _app.Answers("api/health", new { });
        return status;
    }

    private static async Task<int> GetAsync(FunctionsHost host)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(host.Address, "api/health"), Cancellation);
        return (int)response.StatusCode;
    }
}
