using ChatOps.Core.Machines;
using ChatOps.Core.State;

namespace ChatOps.Tests.Core.Machines;

/// <summary>State, events and messages are written together or not at all.</summary>
public sealed class EngineTransactionTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Leaves_nothing_when_the_program_ends_before_the_write()
    {
        var id = await _world.LaunchAsync();
        _world.Table.BeforeWrite = _ => throw new Crash();

        await Assert.ThrowsAsync<Crash>(() => _world.LookAsync(id));

        Assert.Equal(Phase.Queued, (await _world.ReadAsync(id)).Phase);
        Assert.Empty(await _world.HistoryAsync(id));
        Assert.Empty(await _world.OutboxAsync());
        Assert.Empty(_world.Cloud.Done);
    }

    [Fact]
    public async Task Leaves_everything_when_the_program_ends_after_the_write()
    {
        var id = await _world.LaunchAsync();
        _world.Table.AfterWrite = () => throw new Crash();

        await Assert.ThrowsAsync<Crash>(() => _world.LookAsync(id));

        Assert.Equal(Phase.Provisioning, (await _world.ReadAsync(id)).Phase);
        Assert.Equal([EventKind.CreateStarted], await _world.HistoryAsync(id));
        Assert.Equal([Notice.CardChanged], await _world.OutboxAsync());
        Assert.Empty(_world.Cloud.Done);
    }

    [Fact]
    public async Task Makes_good_what_a_crash_left_undone()
    {
        var id = await _world.LaunchAsync();
        _world.Cloud.Before = (_, _) => throw new Crash();
        await Assert.ThrowsAsync<Crash>(() => _world.LookAsync(id));
        _world.Cloud.Before = (_, _) => Task.CompletedTask;

        _world.Restart();
        await _world.LookAsync(id);

        Assert.Equal([new Effect.CreateVm(Situations.Blueprint("pytorch-a100"))], _world.Cloud.Done);
        Assert.Equal([EventKind.CreateStarted], await _world.HistoryAsync(id));
    }

    [Fact]
    public async Task Writes_once_for_each_step()
    {
        var id = await _world.LaunchAsync();
        var writes = new List<int>();
        _world.Table.BeforeWrite = rows =>
        {
            writes.Add(rows.Count);
            return Task.CompletedTask;
        };

        await _world.LookAsync(id);

        // The row, its event and what the audit is to take of that, and the message that its card changed.
        Assert.Equal([4], writes);
    }

    [Fact]
    public async Task Moves_the_row_to_history_with_its_last_event()
    {
        var id = await _world.PutAsync(Situations.In(Phase.Deleting).Machine);
        var rows = new List<string>();
        _world.Table.BeforeWrite = writes =>
        {
            rows.AddRange(writes.Select(write => $"{write.GetType().Name} {write.Row[..2]}"));
            return Task.CompletedTask;
        };

        await _world.LookAsync(id);

        Assert.Equal(
            [
                $"{nameof(TableWrite.Remove)} m~",
                $"{nameof(TableWrite.Insert)} d~",
                $"{nameof(TableWrite.Insert)} e~",
                $"{nameof(TableWrite.Insert)} a~",
                $"{nameof(TableWrite.Insert)} o~",
            ],
            rows);
    }
}
