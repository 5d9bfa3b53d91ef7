using System.Collections.Concurrent;
using ChatOps.Sandbox.Programs;

namespace ChatOps.Tests.Sandbox.Programs;

/// <summary>Two instances at once: each has read what the other has read before either writes.</summary>
public sealed class SideBySideTests
{
    private readonly SideBySide _instances = new();
    private readonly ConcurrentQueue<string> _did = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_writes_before_all_have_read()
    {
        await RunAsync(ReadAndWriteAsync, ReadAndWriteAsync);

        Assert.Equal(["read", "read", "write", "write"], _did);
    }

    [Fact]
    public async Task Who_has_nothing_to_write_keeps_nobody_waiting()
    {
        await RunAsync(ReadAndWriteAsync, () => Task.CompletedTask);

        Assert.Equal(["read", "write"], _did);
    }

    [Fact]
    public async Task Who_fails_keeps_nobody_waiting()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(ReadAndWriteAsync, () => throw new InvalidOperationException("It broke.")));

        Assert.Equal(["read", "write"], _did);
    }

    [Fact]
    public async Task Writes_wait_for_nobody_while_only_one_works()
    {
        await RunAsync(ReadAndWriteAsync, ReadAndWriteAsync);

        await ReadAndWriteAsync();

        Assert.Equal("write", _did.Last());
    }

    private async Task ReadAndWriteAsync()
    {
        _did.Enqueue("read");
        await _instances.ComeToWriteAsync(Cancellation);
        _did.Enqueue("write");
    }

    private Task RunAsync(params Func<Task>[] works) => _instances.RunAsync(works, workAsync => workAsync());
}
