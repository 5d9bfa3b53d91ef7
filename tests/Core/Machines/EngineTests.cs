using ChatOps.Core.Machines;
using ChatOps.Core.State;

namespace ChatOps.Tests.Core.Machines;

public sealed class EngineTests : IDisposable
{
    private readonly World _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Writes_the_row_before_it_does_anything_to_Azure()
    {
        var id = await _world.LaunchAsync();
        var written = new List<Phase>();
        _world.Cloud.Before = async (_, _) => written.Add((await _world.ReadAsync(id)).Phase);

        await _world.LookAsync(id);

        Assert.Equal([Phase.Provisioning], written);
    }

    [Fact]
    public async Task Does_nothing_to_Azure_when_somebody_else_was_faster()
    {
        var id = await _world.LaunchAsync();
        var faster = true;
        _world.Cloud.Looking = async _ =>
        {
            if (!faster) return;
            faster = false;
            await _world.NewEngine().LookAsync(id, Cancellation);
        };

        await _world.LookAsync(id);

        Assert.Single(_world.Cloud.Done);
        Assert.Equal([EventKind.CreateStarted], await _world.HistoryAsync(id));
    }

    [Fact]
    public async Task Looks_again_when_somebody_who_had_seen_less_was_faster()
    {
        var id = await _world.LaunchAsync();
        await _world.LookAsync(id);
        _world.Cloud.Settle();
        var faster = true;
        _world.Cloud.Looking = async _ =>
        {
            if (!faster) return;
            faster = false;
            var read = await _world.Store.GetAsync(id, Cancellation) ?? throw new InvalidOperationException();
            await _world.Store.SaveAsync(read, Lifecycle.Redraw(read.Machine, _world.Time.Now), Cancellation);
        };

        await _world.LookAsync(id);

        Assert.Equal(Phase.Validating, (await _world.ReadAsync(id)).Phase);
    }

    [Fact]
    public async Task Does_nothing_to_a_machine_that_is_gone()
    {
        await _world.LookAsync(World.Id);

        Assert.Empty(_world.Cloud.Done);
    }

    [Fact]
    public async Task Decides_and_writes_again_when_Azure_refuses()
    {
        var id = await _world.LaunchAsync();
        _world.Cloud.Before = (_, _) => throw new CloudFaultException(Situations.Fault(FaultKind.NoCapacity));

        await _world.LookAsync(id);

        Assert.Equal(("southcentralus", true), ((await _world.ReadAsync(id)).Placement.Region, (await _world.ReadAsync(id)).Discarding));
        Assert.Equal([EventKind.CreateStarted, EventKind.PlacementFailed], await _world.HistoryAsync(id));
    }

    [Fact]
    public async Task Heeds_an_order_given_while_Azure_refused()
    {
        var id = await _world.LaunchAsync();
        _world.Cloud.Before = async (_, _) =>
        {
            var read = await _world.Store.GetAsync(id, Cancellation) ?? throw new InvalidOperationException();
            await _world.Store.SaveAsync(read, new Step(read.Machine with { Wanted = Wanted.Deleted }, _world.Time.Now), Cancellation);
            throw new CloudFaultException(Situations.Fault(FaultKind.NoCapacity));
        };

        await _world.LookAsync(id);

        // No event will come for a deletion that was not begun, so the next look is now.
        Assert.Equal((Phase.Deleting, _world.Time.Now), ((await _world.ReadAsync(id)).Phase, (await _world.ReadAsync(id)).AskAt));
    }

    [Fact]
    public async Task Takes_not_being_able_to_look_for_no_news()
    {
        var id = await _world.PutAsync(Situations.In(Phase.Running).Machine);
        _world.Cloud.Looking = _ => throw new CloudFaultException(Situations.Fault(FaultKind.Throttled, TimeSpan.FromMinutes(3)));

        await _world.LookAsync(id);

        Assert.Equal((Phase.Running, _world.Time.Now.AddMinutes(3)), ((await _world.ReadAsync(id)).Phase, (await _world.ReadAsync(id)).DueAt));
    }

    [Fact]
    public async Task Sweeps_what_is_due_and_nothing_else()
    {
        var due = await _world.LaunchAsync("a000000000000000");
        var later = await _world.PutAsync(
            Situations.In(Phase.Queued).Machine with { Id = new MachineId("b000000000000000"), DueAt = _world.Time.Now.AddSeconds(1) });

        await _world.Engine.SweepAsync(Cancellation);

        Assert.Equal((Phase.Provisioning, Phase.Queued), ((await _world.ReadAsync(due)).Phase, (await _world.ReadAsync(later)).Phase));
    }

    public static readonly TheoryData<string> Bugs = ["a bug", "a call that timed out"];

    // HttpClient reports its own time limit as a cancellation; nobody has cancelled the sweep.
    [Theory, MemberData(nameof(Bugs))]
    public async Task Does_not_let_one_machine_hold_up_the_others(string bug)
    {
        var broken = await _world.PutAsync(Situations.In(Phase.Stopping).Machine with { Id = new MachineId("a000000000000000"), DueAt = _world.Time.Now });
        var sound = await _world.LaunchAsync("b000000000000000");
        _world.Cloud.Looking = machine => machine.Id != broken
            ? Task.CompletedTask
            : throw (bug == "a bug" ? new InvalidOperationException(bug) : new TaskCanceledException(bug));

        await _world.Engine.SweepAsync(Cancellation);

        Assert.Equal(Phase.Provisioning, (await _world.ReadAsync(sound)).Phase);
        Assert.Equal((Phase.Stopping, _world.Time.Now + Waits.Mending), ((await _world.ReadAsync(broken)).Phase, (await _world.ReadAsync(broken)).DueAt));
        Assert.Equal([Notice.CardChanged], await _world.OutboxAsync());
    }

    [Fact]
    public async Task Does_not_let_a_row_that_cannot_be_read_hold_up_the_others()
    {
        Assert.True(await _world.Table.TransactAsync("a", [new TableWrite.Insert("m~a000000000000000", "no JSON", _world.Time.Now)], Cancellation));
        var sound = await _world.LaunchAsync("b000000000000000");

        await _world.Engine.SweepAsync(Cancellation);

        Assert.Equal(Phase.Provisioning, (await _world.ReadAsync(sound)).Phase);
    }

    [Fact]
    public async Task Stops_sweeping_when_it_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await _world.PutAsync(Situations.In(Phase.Stopping).Machine with { DueAt = _world.Time.Now });
        _world.Cloud.Looking = async _ =>
        {
            await cancelled.CancelAsync();
            cancelled.Token.ThrowIfCancellationRequested();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _world.Engine.SweepAsync(cancelled.Token));
    }

    [Theory]
    [InlineData(true, Phase.Running)]
    [InlineData(false, Phase.Stopping)]
    public async Task Stops_nobody_whose_warning_waits_in_the_outbox(bool unsent, Phase expected)
    {
        var now = _world.Time.Now;
        var machine = Situations.In(Phase.Running).Machine with { LeaseEndsAt = now, Warned = TimeSpan.FromMinutes(10), WarnedAt = now.AddMinutes(-10) };
        var first = new Step(machine, now);
        await _world.Store.CreateAsync(unsent ? first.Tell(Notice.LeaseEnding, now) : first, Cancellation);
        await _world.Cloud.CarryOutAsync(machine, new Effect.CreateVm(Situations.Blueprint("pytorch-a100")), Cancellation);
        _world.Cloud.Settle();

        await _world.LookAsync(machine.Id);

        Assert.Equal(expected, (await _world.ReadAsync(machine.Id)).Phase);
    }
}
