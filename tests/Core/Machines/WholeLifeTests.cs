using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines;

/// <summary>From launch to the end, undisturbed and with the program ending between any two of its steps.</summary>
public sealed class WholeLifeTests : IDisposable
{
    private static readonly EventKind[] History =
    [
        EventKind.CreateStarted, EventKind.Created, EventKind.SoftwareInstalled, EventKind.ExtensionsInstalled, EventKind.ChecksPassed, EventKind.Running,
        EventKind.StopStarted, EventKind.Stopped,
        EventKind.StartStarted, EventKind.ChecksPassed, EventKind.Running,
        EventKind.DeleteStarted, EventKind.Deleted,
    ];

    private readonly World _world = new();
    private int _moment;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Lives_from_launch_to_termination()
    {
        await LiveAsync();

        Assert.Equal(History, await _world.HistoryAsync(World.Id));
        Assert.True(_world.Cloud.IsEmpty);
    }

    [Fact]
    public async Task Tells_of_each_change_that_matters()
    {
        await LiveAsync();

        Assert.Equal([Notice.Ready, Notice.Ready], (await _world.OutboxAsync()).Where(n => n != Notice.CardChanged));
    }

    [Fact]
    public async Task Is_billed_for_what_it_was_on()
    {
        await LiveAsync();
        var machine = await _world.ReadAsync(World.Id);

        Assert.Null(machine.BilledSince);
        Assert.InRange(machine.BilledBefore, TimeSpan.FromMinutes(1), _world.Time.Now - machine.LaunchedAt);
    }

    [Fact]
    public async Task Creates_one_VM_only()
    {
        await LiveAsync();

        Assert.Single(_world.Cloud.Done, effect => effect is Effect.CreateVm);
    }

    /// <summary>Before and after each write and each effect.</summary>
    public static readonly TheoryData<int> Moments = [.. Enumerable.Range(1, 48)];

    [Theory, MemberData(nameof(Moments))]
    public async Task Lives_the_same_life_when_the_program_ends_at_any_moment(int crashAt)
    {
        CrashAt(crashAt);

        await LiveAsync();

        Assert.Equal(History, await _world.HistoryAsync(World.Id));
        Assert.Equal([Notice.Ready, Notice.Ready], (await _world.OutboxAsync()).Where(n => n != Notice.CardChanged));
        Assert.True(_world.Cloud.IsEmpty);
    }

    [Fact]
    public async Task Has_no_other_moments()
    {
        CrashAt(int.MaxValue);

        await LiveAsync();

        Assert.Equal(Moments.Count, _moment);
    }

    private void CrashAt(int moment)
    {
        void Pass()
        {
            if (++_moment == moment) throw new Crash();
        }
        Task PassAsync()
        {
            Pass();
            return Task.CompletedTask;
        }
        (_world.Table.AfterWrite, _world.Cloud.After) = (Pass, Pass);
        (_world.Table.BeforeWrite, _world.Cloud.Before) = (_ => PassAsync(), (_, _) => PassAsync());
    }

    private async Task LiveAsync()
    {
        var id = await UndisturbedAsync(() => _world.LaunchAsync());
        await _world.UntilAsync(id, m => m.Phase == Phase.Running);
        await WantAsync(id, Wanted.Stopped);
        await _world.UntilAsync(id, m => m.Phase == Phase.Stopped);
        await WantAsync(id, Wanted.Running);
        await _world.UntilAsync(id, m => m.Phase == Phase.Running);
        await WantAsync(id, Wanted.Deleted);
        await _world.UntilAsync(id, m => m.IsGone);
    }

    private async Task WantAsync(MachineId id, Wanted wanted) => Assert.True(await UndisturbedAsync(async () =>
    {
        var read = await _world.Store.GetAsync(id, Cancellation) ?? throw new InvalidOperationException($"{id} is gone.");
        return await _world.Store.SaveAsync(read, new Step(read.Machine with { Wanted = wanted, DueAt = _world.Time.Now }, _world.Time.Now), Cancellation);
    }));

    /// <summary>People's orders are not what is being crashed here.</summary>
    private async Task<T> UndisturbedAsync<T>(Func<Task<T>> order)
    {
        var (before, after) = (_world.Table.BeforeWrite, _world.Table.AfterWrite);
        (_world.Table.BeforeWrite, _world.Table.AfterWrite) = (_ => Task.CompletedTask, () => { });
        var result = await order();
        (_world.Table.BeforeWrite, _world.Table.AfterWrite) = (before, after);
        return result;
    }
}
