using System.Text.Json.Nodes;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Hosting;
using ChatOps.Tests.Tools;
using Azurite = ChatOps.Tests.Tools.Azurite;

namespace ChatOps.Tests.Sandbox.Hosting;

public sealed class TimerFunctionTests(Azurite azurite) : IDisposable
{
    private readonly PublishedFolder _app = new();
    private readonly VirtualTime _time = new(SettableTime.Start);
    private readonly SharedTimers _timers = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Says_when_it_ran_last_and_runs_next()
    {
        _app.TimerFunction("sweep", "0 */5 * * * *");
        await using var host = await StartAsync();

        await host.RunTimerAsync("sweep", Cancellation);
        Advance(TimeSpan.FromMinutes(5));
        await host.RunTimerAsync("sweep", Cancellation);
        Assert.Equal("POST /sweep", Assert.Single(_app.Sent.Select(sent => $"{sent.Method} {sent.Url}").Distinct()));
        const string Begin = """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":""";
        const string End = """ "Next":"2026-11-18T10:05:00+00:00","LastUpdated":"2026-11-18T10:00:00+00:00"},"IsPastDue":false}""";
        Assert.Equal(
            [$"{Begin}\"0001-01-01T00:00:00+00:00\",{End.Trim()}", $"{Begin}\"2026-11-18T10:00:00+00:00\",{End.Trim()}"],
            Timers.Select(timer => timer.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal)));
        Assert.Equal("sweep", $"{_app.Sent[0].Json["Metadata"]?["sys"]?["MethodName"]}");
    }

    [Theory]
    [InlineData("*/20 * * * * *", "")]
    [InlineData("0 * * * * *", ",\"useMonitor\":false")]
    public async Task Has_no_status_where_it_is_not_monitored(string schedule, string more)
    {
        _app.TimerFunction("sweep", schedule, more);
        await using var host = await StartAsync();

        await host.RunTimerAsync("sweep", Cancellation);
        var timer = Assert.Single(Timers);
        Assert.True(timer.ContainsKey("ScheduleStatus"));
        Assert.Null(timer["ScheduleStatus"]);
    }

    [Fact]
    public async Task Is_past_due_when_an_occurrence_was_missed()
    {
        _app.TimerFunction("sweep", "0 */5 * * * *");
        await using var host = await StartAsync();

        await host.RunTimerAsync("sweep", Cancellation);
        Advance(TimeSpan.FromMinutes(10));
        await host.RunTimerAsync("sweep", Cancellation);
        Advance(TimeSpan.FromMinutes(5));
        await host.RunTimerAsync("sweep", Cancellation);
        Assert.Equal([false, true, false], Timers.Select(timer => (bool?)timer["IsPastDue"]));
    }

    [Fact]
    public async Task Says_that_it_failed_and_comes_again_all_the_same()
    {
        _app.TimerFunction("sweep", "0 */5 * * * *");
        _app.Answers("sweep", new { status = 500, body = "\"no\"" });
        await using var host = await StartAsync();

        await Assert.ThrowsAsync<InvocationFailedException>(() => host.RunTimerAsync("sweep", Cancellation));
        _app.Answers("sweep", new { });
        await host.RunTimerAsync("sweep", Cancellation);
        Assert.Equal("2026-11-18T10:00:00+00:00", $"{Timers[1]["ScheduleStatus"]?["Last"]}");
    }

    [Fact]
    public async Task Makes_up_at_once_for_what_was_missed_while_nobody_listened()
    {
        _app.TimerFunction("sweep", "0 0 0 1 1 *");
        await using var host = await StartAsync();
        await host.RunTimerAsync("sweep", Cancellation);
        Advance(TimeSpan.FromDays(365));

        await ListenAsync(host, calls: 1);
        Assert.Equal([false, true], Timers.Select(timer => (bool?)timer["IsPastDue"]));
    }

    [Fact]
    public async Task Comes_again_and_again_while_it_is_listened_to_failures_or_not()
    {
        _app.TimerFunction("sweep", "* * * * * *");
        _app.Answers("sweep", new { status = 500 });
        await using var host = await StartAsync(TimeProvider.System);

        await ListenAsync(host, calls: 2);
        Assert.All(Timers, timer => Assert.False((bool?)timer["IsPastDue"]));
    }

    [Fact]
    public async Task Is_listened_to_by_one_instance_at_a_time()
    {
        _app.TimerFunction("once", "0 0 0 1 1 *", ",\"runOnStartup\":true");
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var first = Called(one);
        var listening = one.RunAsync(stop.Token);
        await first.WaitAsync(Cancellation);

        var second = Called(other);
        using var stopOther = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var waiting = other.RunAsync(stopOther.Token);
        Assert.Single(_app.Sent);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
        // It takes over.
        await second.WaitAsync(Cancellation);
        await stopOther.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(2, _app.Sent.Count);
    }

    [Fact]
    public async Task Never_runs_twice_at_once_not_even_on_two_instances()
    {
        _app.TimerFunction("sweep", "0 * * * * *");
        _app.Answers("sweep", new { hold = true });
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        var (first, second) = (one.RunTimerAsync("sweep", Cancellation), other.RunTimerAsync("sweep", Cancellation));
        using var client = new HttpClient();

        // Which of the two is first is nobody's business.
        while (_app.Sent.Count == 0) await Task.Yield();
        Assert.Single(_app.Sent);
        _app.Answers("sweep", new { });
        foreach (var host in new[] { one, other }) (await client.GetAsync(new Uri(host.Handler.Address, "release"), Cancellation)).Dispose();
        await Task.WhenAll(first, second);
        Assert.Equal(2, _app.Sent.Count);
    }

    [Fact]
    public async Task Says_that_there_is_no_such_timer()
    {
        await using var host = await StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => host.RunTimerAsync("sweep", Cancellation));
    }

    private void Advance(TimeSpan by) => _time.MoveTo(_time.GetUtcNow() + by);

    private List<JsonObject> Timers => [.. _app.Sent.Select(sent => sent.Json["Data"]?["timer"]).OfType<JsonObject>()];

    private static async Task ListenAsync(FunctionsHost host, int calls)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var called = Called(host, calls);
        var listening = host.RunAsync(stop.Token);
        await called.WaitAsync(Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    private static Task Called(FunctionsHost host, int calls = 1)
    {
        var called = new TaskCompletionSource();
        host.Invoked += _ =>
        {
            if (Interlocked.Decrement(ref calls) == 0) called.SetResult();
        };
        return called.Task;
    }

    private async Task<FunctionsHost> StartAsync(TimeProvider? time = null) => await FunctionsHost.StartAsync(
        _app.Options(await azurite.QueuesAsync()) with { Time = time ?? _time, Timers = _timers }, Cancellation);
}
