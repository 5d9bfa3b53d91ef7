using ChatOps.Core.Machines;
using ChatOps.Functions;
using ChatOps.Functions.Hosts;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Functions.Hosts;

public sealed class NudgeLoopTests : IAsyncLifetime
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly MachineId Nobodys = new("a1b2c3d4e5f60718");

    private readonly ProductDesk _desk = new();
    private readonly ManualTime _time = new();
    private readonly NudgeQueue _queue = new();
    private readonly NudgeLoop _loop;

    public NudgeLoopTests() => _loop = new NudgeLoop(
        _queue, _desk.Product, _time, _desk.Log.Factory.CreateLogger<NudgeLoop>(), listening: new CancellationToken(true));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _loop.StartAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _loop.StopAsync(CancellationToken.None);
        _loop.Dispose();
        _desk.Dispose();
    }

    [Fact]
    public async Task Does_what_it_is_nudged_to()
    {
        var machine = await LaunchedAsync();

        await _queue.DeliverAsync(machine.Id, Cancellation);

        Assert.Contains(machine.Name, await _desk.NextCardAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tries_again_after_a_while_what_failed()
    {
        var machine = await LaunchedAsync();
        _desk.Break(new IOException("503"), "machines");
        await _queue.DeliverAsync(machine.Id, Cancellation);
        Assert.Equal(Pause, await _time.NextWaitAsync(Cancellation));

        _desk.Break(null, "machines");
        _time.Advance(Pause);

        Assert.Contains(machine.Name, await _desk.NextCardAsync(), StringComparison.Ordinal);
        Assert.Contains($"Warning: Nudge Deliver of machine {machine.Id} failed, attempt 1", _desk.Log.Text, StringComparison.Ordinal);
        Assert.False(await _desk.Poison.AllAsync(Cancellation).AnyAsync(Cancellation));
    }

    [Fact]
    public async Task Gives_up_once_what_failed_five_times_and_tells_the_admins()
    {
        _desk.Break(new InvalidOperationException("Row x holds no document."), "machines");
        await _queue.DeliverAsync(Nobodys, Cancellation);
        await FailAsync();

        Assert.StartsWith("to admin: ", await _desk.NextCardAsync(), StringComparison.Ordinal);
        var kept = Assert.Single(await _desk.Poison.AllAsync(Cancellation).ToListAsync(Cancellation)).Message;
        Assert.Equal((NudgeKind.Deliver, Nobodys.Value, Nobodys, 1), (kept.Kind, kept.Text, kept.Machine, kept.Times));
        Assert.Equal(5, _desk.Log.Text.Split("Nudge Deliver of machine").Length - 1);
    }

    [Fact]
    public async Task What_waits_to_be_tried_again_holds_up_nobody_else()
    {
        var machine = await LaunchedAsync();
        _desk.Break(new IOException("503"), "machines");
        await _queue.DeliverAsync(Nobodys, Cancellation);
        await _time.NextWaitAsync(Cancellation);
        _desk.Break(null, "machines");

        await _queue.DeliverAsync(machine.Id, Cancellation);

        Assert.Contains(machine.Name, await _desk.NextCardAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_of_them_than_are_worked_on_at_once_hold_up_nobody_else_either()
    {
        var machine = await LaunchedAsync();
        _desk.Break(new IOException("503"), "machines");
        for (var i = 0; i < 17; i++) await _queue.DeliverAsync(Nobodys, Cancellation);
        for (var i = 0; i < 17; i++) Assert.Equal(Pause, await _time.NextWaitAsync(Cancellation));
        _desk.Break(null, "machines");

        await _queue.DeliverAsync(machine.Id, Cancellation);

        Assert.Contains(machine.Name, await _desk.NextCardAsync(), StringComparison.Ordinal);
    }

    // A disk that is full: what cannot be done cannot be written down either. It used to end the program.
    [Fact]
    public async Task Goes_on_when_it_cannot_even_give_up()
    {
        _desk.Break(new IOException("No space left on device"), "machines", "poison");
        await _queue.DeliverAsync(Nobodys, Cancellation);
        await FailAsync();
        await _desk.Log.UntilAsync("was given up, and that could not be written down", Cancellation);

        _desk.Break(null, "machines", "poison");
        var machine = await LaunchedAsync();
        await _queue.DeliverAsync(machine.Id, Cancellation);

        Assert.Contains(machine.Name, await _desk.NextCardAsync(), StringComparison.Ordinal);
        Assert.False(_loop.ExecuteTask?.IsCompleted);
    }

    [Fact]
    public async Task Stops_at_once_while_something_waits_to_be_tried_again()
    {
        _desk.Break(new IOException("503"), "machines");
        await _queue.DeliverAsync(Nobodys, Cancellation);
        await _time.NextWaitAsync(Cancellation);

        await _loop.StopAsync(Cancellation);

        Assert.True(_loop.ExecuteTask?.IsCompleted);
        Assert.Equal(1, _desk.Log.Text.Split("Nudge Deliver of machine").Length - 1);
    }

    [Fact]
    public async Task Stops_at_once_while_there_is_nothing_to_do()
    {
        await _loop.StopAsync(Cancellation);

        Assert.True(_loop.ExecuteTask?.IsCompleted);
        Assert.Equal("", _desk.Log.Text);
    }

    private async Task<Machine> LaunchedAsync() => Assert.IsType<Machine>(await _desk.Product.Machines.FindAsync(await _desk.LaunchAsync(), Cancellation));

    /// <summary>Four pauses between five attempts.</summary>
    private async Task FailAsync()
    {
        for (var pause = 1; pause < 5; pause++)
        {
            Assert.Equal(Pause, await _time.NextWaitAsync(Cancellation));
            _time.Advance(Pause);
        }
    }
}
