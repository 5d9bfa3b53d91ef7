using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines;

/// <summary>From launch to the end, undisturbed; tests/Crashes disturbs it.</summary>
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
        Assert.InRange(machine.Billed(_world.Time.Now), TimeSpan.FromMinutes(1), _world.Time.Now - machine.LaunchedAt);
    }

    [Fact]
    public async Task Creates_one_VM_only()
    {
        await LiveAsync();

        Assert.Single(_world.Cloud.Done, effect => effect is Effect.CreateVm);
    }

    private async Task LiveAsync()
    {
        var id = await _world.LaunchAsync();
        await _world.UntilAsync(id, m => m.Phase == Phase.Running);
        await WantAsync(id, Wanted.Stopped);
        await _world.UntilAsync(id, m => m.Phase == Phase.Stopped);
        await WantAsync(id, Wanted.Running);
        await _world.UntilAsync(id, m => m.Phase == Phase.Running);
        await WantAsync(id, Wanted.Deleted);
        await _world.UntilAsync(id, m => m.IsGone);
    }

    private async Task WantAsync(MachineId id, Wanted wanted)
    {
        var read = await _world.Store.GetAsync(id, Cancellation) ?? throw new InvalidOperationException($"{id} is gone.");
        var step = new Step(read.Machine with { Wanted = wanted, DueAt = _world.Time.Now }, _world.Time.Now);
        Assert.True(await _world.Store.SaveAsync(read, step, Cancellation));
    }
}
