using System.Threading.Channels;
using ChatOps.Functions;
using ChatOps.Functions.Hosts;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Functions.Hosts;

public sealed class ChoreLoopTests : IAsyncLifetime
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();
    private readonly HeardLog _log = new();
    private readonly Channel<int> _runs = Channel.CreateUnbounded<int>();
    private readonly ChoreLoop _loop;
    private Func<CancellationToken, Task> _work = _ => Task.CompletedTask;
    private int _begun;

    public ChoreLoopTests() => _loop = Loop(listening: new CancellationToken(true));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _loop.StopAsync(CancellationToken.None);
        _loop.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Begins_when_the_server_listens_and_not_before()
    {
        using var listening = new CancellationTokenSource();
        using var loop = Loop(listening.Token);
        await loop.StartAsync(Cancellation);
        Assert.Equal(0, _begun);

        await listening.CancelAsync();

        Assert.Equal(1, await NextRunAsync());
        await loop.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Stops_at_once_when_the_server_never_listens()
    {
        using var loop = Loop(CancellationToken.None);
        await loop.StartAsync(Cancellation);

        await loop.StopAsync(Cancellation);

        Assert.True(loop.ExecuteTask?.IsCompleted);
        Assert.Equal(0, _begun);
    }

    [Fact]
    public async Task Runs_at_the_start_and_each_time_that_the_interval_has_passed()
    {
        await _loop.StartAsync(Cancellation);
        Assert.Equal(1, await NextRunAsync());

        for (var run = 2; run < 5; run++)
        {
            _time.Advance(Every - TimeSpan.FromSeconds(1));
            Assert.False(_runs.Reader.TryRead(out _));
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(run, await NextRunAsync());
        }
    }

    [Fact]
    public async Task One_that_fails_is_logged_and_comes_again()
    {
        _work = _ => throw new InvalidOperationException("no state");
        await _loop.StartAsync(Cancellation);
        await NextRunAsync();

        Assert.StartsWith(
            "Error: The sweep failed; it comes again in 00:01:00", await _log.UntilAsync("failed", Cancellation), StringComparison.Ordinal);
        _time.Advance(Every);
        Assert.Equal(2, await NextRunAsync());
    }

    [Fact]
    public async Task One_that_waited_too_long_for_something_has_failed_like_any_other()
    {
        _work = _ => throw new TaskCanceledException("Azure took too long.");
        await _loop.StartAsync(Cancellation);

        await _log.UntilAsync("The sweep failed", Cancellation);
        _time.Advance(Every);
        await _log.UntilAsync("The sweep failed", Cancellation);
    }

    [Fact]
    public async Task One_that_takes_longer_than_the_interval_is_not_run_twice_at_once()
    {
        var done = new TaskCompletionSource();
        _work = _ => done.Task;
        await _loop.StartAsync(Cancellation);
        await NextRunAsync();

        _time.Advance(3 * Every);
        Assert.Equal(1, _begun);
        _work = _ => Task.CompletedTask;
        done.SetResult();

        // What it missed meanwhile is made good by one.
        Assert.Equal(2, await NextRunAsync());
        _time.Advance(Every);
        Assert.Equal(3, await NextRunAsync());
    }

    [Fact]
    public async Task Stops_at_once_while_it_waits()
    {
        await _loop.StartAsync(Cancellation);
        await NextRunAsync();

        await _loop.StopAsync(Cancellation);

        Assert.True(_loop.ExecuteTask?.IsCompleted);
        _time.Advance(Every);
        Assert.False(_runs.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Stops_in_the_middle_and_does_not_call_that_a_failure()
    {
        _work = token => Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
        await _loop.StartAsync(Cancellation);
        await NextRunAsync();

        await _loop.StopAsync(Cancellation);

        Assert.True(_loop.ExecuteTask?.IsCompleted);
        Assert.Equal("", _log.Text);
    }

    private ChoreLoop Loop(CancellationToken listening) =>
        new(new Chore("sweep", Every, RunAsync), _time, _log.Factory.CreateLogger<ChoreLoop>(), listening);

    private ValueTask<int> NextRunAsync() => _runs.Reader.ReadAsync(Cancellation);

    private Task RunAsync(CancellationToken cancellationToken)
    {
        _runs.Writer.TryWrite(Interlocked.Increment(ref _begun));
        return _work(cancellationToken);
    }
}
