using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Core.Orders;

public sealed class MachineOrdersTests : IDisposable
{
    private readonly OrderDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("stop", Phase.Running, Wanted.Stopped, EventKind.StopRequested)]
    [InlineData("stop", Phase.Starting, Wanted.Stopped, EventKind.StopRequested)]
    [InlineData("start", Phase.Stopped, Wanted.Running, EventKind.StartRequested)]
    [InlineData("start", Phase.Evicted, Wanted.Running, EventKind.StartRequested)]
    [InlineData("start", Phase.Stopping, Wanted.Running, EventKind.StartRequested)]
    [InlineData("resize", Phase.Running, Wanted.Running, EventKind.ResizeRequested)]
    [InlineData("resize", Phase.Stopped, Wanted.Stopped, EventKind.ResizeRequested)]
    [InlineData("resize", Phase.Evicted, Wanted.Stopped, EventKind.ResizeRequested)]
    [InlineData("resize", Phase.Stopping, Wanted.Stopped, EventKind.ResizeRequested)]
    [InlineData("terminate", Phase.Queued, Wanted.Deleted, EventKind.DeleteRequested)]
    [InlineData("terminate", Phase.Validating, Wanted.Deleted, EventKind.DeleteRequested)]
    [InlineData("terminate", Phase.Running, Wanted.Deleted, EventKind.DeleteRequested)]
    [InlineData("terminate", Phase.Stopped, Wanted.Deleted, EventKind.DeleteRequested)]
    public async Task Changes_what_is_wanted_and_leaves_the_rest_to_the_engine(string order, Phase phase, Wanted wanted, EventKind kind)
    {
        var id = await _desk.PutAsync(phase, m => m with { DueAt = m.DueAt.AddHours(1) });

        await OrderAsync(order, id);

        var machine = await _desk.ReadAsync(id);
        Assert.Equal((phase, wanted, _desk.Time.Now), (machine.Phase, machine.Wanted, machine.DueAt));
        Assert.Equal([(kind, (string?)"scientist@contoso.example")], (await _desk.HistoryAsync(id)).Select(e => (e.Kind, e.By)));
        Assert.Equal([Notice.CardChanged], await _desk.OutboxAsync());
    }

    [Theory]
    [InlineData("stop", "stopped by scientist")]
    [InlineData("resize", "resized by scientist")]
    [InlineData("terminate", "terminated by scientist")]
    public async Task Says_why_it_is_to_stop_or_go(string order, string reason)
    {
        var id = await _desk.PutAsync(Phase.Running);

        Assert.Equal(reason, (await OrderAsync(order, id)).Reason);
    }

    [Theory]
    [InlineData("stop", Phase.Stopping)]
    [InlineData("stop", Phase.Stopped)]
    [InlineData("stop", Phase.Evicted)]
    [InlineData("start", Phase.Running)]
    [InlineData("start", Phase.Starting)]
    [InlineData("start", Phase.Queued)]
    [InlineData("start", Phase.Validating)]
    [InlineData("terminate", Phase.Deleting)]
    [InlineData("terminate", Phase.Failed)]
    public async Task Writes_nothing_when_it_is_as_wanted_already(string order, Phase phase)
    {
        var id = await _desk.PutAsync(phase);

        Assert.Equal(phase, (await OrderAsync(order, id)).Phase);
        Assert.Empty(await _desk.HistoryAsync(id));
        Assert.Empty(await _desk.OutboxAsync());
    }

    [Theory]
    [InlineData("stop", Phase.Running)]
    [InlineData("start", Phase.Stopped)]
    [InlineData("resize", Phase.Running)]
    [InlineData("terminate", Phase.Running)]
    public async Task Takes_an_order_given_twice_once(string order, Phase phase)
    {
        var id = await _desk.PutAsync(phase);

        await OrderAsync(order, id);
        await OrderAsync(order, id);

        Assert.Single(await _desk.HistoryAsync(id));
    }

    // The engine acts within seconds, not at once; until then the last word counts.
    [Theory]
    [InlineData(Phase.Stopped, "start", "stop", Wanted.Stopped)]
    [InlineData(Phase.Stopping, "start", "stop", Wanted.Stopped)]
    [InlineData(Phase.Evicted, "start", "stop", Wanted.Stopped)]
    [InlineData(Phase.Running, "stop", "start", Wanted.Running)]
    [InlineData(Phase.Starting, "stop", "start", Wanted.Running)]
    [InlineData(Phase.Running, "resize", "stop", Wanted.Stopped)]
    [InlineData(Phase.Stopped, "resize", "start", Wanted.Running)]
    [InlineData(Phase.Running, "stop", "terminate", Wanted.Deleted)]
    public async Task Obeys_the_last_of_two_orders(Phase phase, string first, string second, Wanted wanted)
    {
        var id = await _desk.PutAsync(phase);

        await OrderAsync(first, id);
        await OrderAsync(second, id);

        Assert.Equal(wanted, (await _desk.ReadAsync(id)).Wanted);
    }

    [Theory]
    [InlineData(Phase.Running, "stop")]
    [InlineData(Phase.Running, "start")]
    [InlineData(Phase.Running, "extend")]
    [InlineData(Phase.Running, "resize")]
    [InlineData(Phase.Stopped, "start")]
    [InlineData(Phase.Starting, "stop")]
    public async Task Takes_no_termination_back(Phase phase, string order)
    {
        var id = await _desk.PutAsync(phase);
        await OrderAsync("terminate", id);

        Assert.StartsWith("ember-otter is being deleted", await MistakeAsync(order, id));
        Assert.Equal(Wanted.Deleted, (await _desk.ReadAsync(id)).Wanted);
    }

    [Theory]
    [InlineData("stop", Phase.Queued, "ember-otter is still on its way. Wait until it runs, or `terminate ember-otter`.")]
    [InlineData("stop", Phase.Provisioning, "ember-otter is still on its way. Wait until it runs, or `terminate ember-otter`.")]
    [InlineData("stop", Phase.Validating, "ember-otter is still on its way. Wait until it runs, or `terminate ember-otter`.")]
    [InlineData("stop", Phase.Failed, "ember-otter has failed and cannot be stopped.")]
    [InlineData("start", Phase.Failed, "ember-otter has failed and cannot be started. Launch a new one.")]
    [InlineData("start", Phase.Deleting, "ember-otter is being deleted and cannot be started. Launch a new one.")]
    [InlineData("resize", Phase.Queued, "ember-otter is on its way. Resize it when it runs.")]
    [InlineData("resize", Phase.Provisioning, "ember-otter is on its way. Resize it when it runs.")]
    [InlineData("resize", Phase.Validating, "ember-otter is on its way. Resize it when it runs.")]
    [InlineData("resize", Phase.Starting, "ember-otter is on its way. Resize it when it runs.")]
    [InlineData("resize", Phase.Failed, "ember-otter has failed and cannot be resized. Launch a new one.")]
    [InlineData("resize", Phase.Deleting, "ember-otter is being deleted and cannot be resized. Launch a new one.")]
    [InlineData("extend", Phase.Validating, "ember-otter is still on its way; its lease begins when it runs. Extend it then.")]
    [InlineData("extend", Phase.Stopped, "ember-otter is stopped; only a running machine has a lease to extend. `start ember-otter` gives it a new one.")]
    public async Task Says_what_to_do_instead_of_what_cannot_be_done(string order, Phase phase, string says)
    {
        var id = await _desk.PutAsync(phase);

        Assert.Equal(says, await MistakeAsync(order, id));
    }

    [Fact]
    public async Task A_deletion_that_waits_for_snapshots_is_hurried_on_by_who_terminates_it()
    {
        var id = await _desk.PutAsync(
            Phase.Deleting, m => m with { Wanted = Wanted.Deleted, Snapshots = DiskSnapshots.From(_desk.Time.Now, TimeSpan.FromDays(30)) });

        var terminated = await OrderAsync("terminate", id);

        Assert.Equal((false, "terminated by scientist", _desk.Time.Now), (terminated.AwaitsSnapshots, terminated.Reason, terminated.DueAt));
        Assert.Equal([EventKind.DeleteRequested], (await _desk.HistoryAsync(id)).Select(e => e.Kind));
    }

    [Fact]
    public async Task Snapshots_that_are_made_are_not_lost_by_it()
    {
        var made = DiskSnapshots.From(_desk.Time.Now, TimeSpan.FromDays(30)) with { AreMade = true };
        var id = await _desk.PutAsync(Phase.Deleting, m => m with { Wanted = Wanted.Deleted, Snapshots = made });

        Assert.Equal(made, (await OrderAsync("terminate", id)).Snapshots);
        Assert.Empty(await _desk.HistoryAsync(id));
    }

    [Fact]
    public async Task Lets_the_checks_after_a_start_be_called_off()
    {
        var id = await _desk.PutAsync(Phase.Validating, m => m with { Start = 2 });

        Assert.Equal(Wanted.Stopped, (await OrderAsync("stop", id)).Wanted);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("start")]
    [InlineData("extend")]
    [InlineData("resize")]
    [InlineData("terminate")]
    public async Task Says_that_a_machine_is_gone(string order)
    {
        var id = await _desk.PutAsync(Phase.Deleting);
        await _desk.ChangeAsync(id, m => m with { Phase = Phase.Deleted, GoneAt = _desk.Time.Now });

        Assert.Equal("ember-otter is gone. `launch pytorch-a100` makes a new one.", await MistakeAsync(order, id));
    }

    [Fact]
    public async Task Says_that_there_is_no_such_machine() =>
        Assert.Equal("There is no such machine. `list` shows yours.", await MistakeAsync("stop", new MachineId("ffffffffffffffff")));

    [Fact]
    public async Task Reads_again_when_somebody_else_was_faster()
    {
        var id = await _desk.PutAsync(Phase.Running);
        _desk.Table.BeforeWrite = async _ =>
        {
            _desk.Table.BeforeWrite = _ => Task.CompletedTask;
            await OrderAsync("extend", id);
        };

        await OrderAsync("stop", id);

        Assert.Equal([EventKind.LeaseSet, EventKind.StopRequested], (await _desk.HistoryAsync(id)).Select(e => e.Kind));
    }

    private Task<Machine> OrderAsync(string order, MachineId id) => _desk.GiveAsync(order, People.Scientist, id, Cancellation);

    private async Task<string> MistakeAsync(string order, MachineId id) => (await Assert.ThrowsAsync<UserError>(() => OrderAsync(order, id))).Message;
}
