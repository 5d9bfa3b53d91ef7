using ChatOps.Core.State;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.State;

public sealed class LastLaunchStoreTests : IDisposable
{
    private const string Somebody = "scientist@contoso.example";

    private static readonly LastLaunch Launch = new("pytorch-a100", TimeSpan.FromHours(4), Gpus: 2, Spot: true);

    private readonly TempFolder _folder = new();
    private readonly HookedTable _table;
    private readonly LastLaunchStore _store;
    private int _writes;

    public LastLaunchStoreTests()
    {
        _table = new HookedTable(new SqliteTable(_folder.At("state.db"), "launches"));
        _store = new LastLaunchStore(_table);
        _table.BeforeWrite = _ =>
        {
            _writes++;
            return Task.CompletedTask;
        };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Who_has_launched_nothing_has_no_last_launch() => Assert.Null(await _store.FindAsync(Somebody, Cancellation));

    [Fact]
    public async Task Keeps_what_was_asked_for_the_last_time()
    {
        await _store.KeepAsync(Somebody, new LastLaunch("pytorch-t4", null, null, Spot: false), Cancellation);
        await _store.KeepAsync(Somebody, Launch, Cancellation);
        await _store.KeepAsync("manager@contoso.example", Launch with { Gpus = 1 }, Cancellation);

        Assert.Equal(Launch, await _store.FindAsync(Somebody, Cancellation));
    }

    [Fact]
    public async Task The_same_again_is_no_write()
    {
        await _store.KeepAsync(Somebody, Launch, Cancellation);
        await _store.KeepAsync(Somebody, Launch, Cancellation);

        Assert.Equal(1, _writes);
    }

    [Fact]
    public async Task Of_two_at_the_same_moment_one_is_the_last()
    {
        var other = Launch with { Gpus = 1 };
        await Task.WhenAll(_store.KeepAsync(Somebody, Launch, Cancellation), _store.KeepAsync(Somebody, other, Cancellation));

        Assert.Contains(await _store.FindAsync(Somebody, Cancellation), new LastLaunch?[] { Launch, other });
    }
}
