using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines;

/// <summary>A look between two questions to Azure only moves the card on.</summary>
public sealed class RedrawTests : IDisposable
{
    private readonly World _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_machine_that_Azure_will_tell_of_is_not_asked_about_meanwhile()
    {
        var id = await _world.LaunchAsync();
        var engine = _world.NewEngine(Waits.Told);
        await engine.SweepAsync(Cancellation);
        var asked = 0;
        _world.Cloud.Looking = _ => Task.FromResult(asked++);

        for (var minute = 1; minute < 5; minute++)
        {
            _world.Time.Advance(TimeSpan.FromMinutes(1));
            await engine.SweepAsync(Cancellation);
        }
        Assert.Equal(0, asked);
        Assert.Equal(_world.Time.Now, (await _world.ReadAsync(id)).ShownAt);

        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await engine.SweepAsync(Cancellation);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_nudge_has_Azure_asked_at_once()
    {
        var id = await _world.LaunchAsync();
        var engine = _world.NewEngine(Waits.Told);
        await engine.SweepAsync(Cancellation);
        _world.Cloud.Settle();

        await engine.LookAsync([id], Cancellation);

        Assert.Equal(Phase.Validating, (await _world.ReadAsync(id)).Phase);
    }

    [Fact]
    public async Task An_order_has_Azure_asked_at_once_too()
    {
        var id = await _world.LaunchAsync();
        var engine = _world.NewEngine(Waits.Told);
        await engine.SweepAsync(Cancellation);
        var read = await _world.Store.GetAsync(id, Cancellation);
        Assert.NotNull(read);
        await _world.Store.SaveAsync(read, new Step(read.Machine.LookAt(_world.Time.Now) with { Wanted = Wanted.Deleted }, _world.Time.Now), Cancellation);

        await engine.SweepAsync(Cancellation);

        Assert.Equal(Phase.Deleting, (await _world.ReadAsync(id)).Phase);
    }
}
