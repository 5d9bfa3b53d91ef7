using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

public sealed class RunningTests
{
    private static readonly Situation InOrder = Situations.In(Phase.Running);

    [Fact]
    public void Is_left_alone_until_its_first_warning_while_it_is_as_wanted()
    {
        var step = InOrder.Decide();

        Assert.Equal((Phase.Running, step.Machine.LeaseEndsAt - TimeSpan.FromMinutes(30)), (step.Machine.Phase, step.Machine.DueAt));
        Assert.Empty(step.Effects);
        Assert.Empty(step.Messages);
    }

    [Fact]
    public void Is_left_alone_while_Azure_does_not_say_whether_it_is_on() => Assert.Empty(InOrder.Seeing(PowerState.Unknown).Decide().Effects);

    [Fact]
    public void Stops_when_its_owner_wants_it()
    {
        var step = InOrder.But(m => m with { Wanted = Wanted.Stopped, Reason = "stopped by scientist" }).Decide();

        Assert.Equal(Phase.Stopping, step.Machine.Phase);
        Assert.Equal([new Effect.DeallocateVm()], step.Effects);
        Assert.Equal(["Stopping: stopped by scientist"], step.Events.Select(e => e.Text));
        Assert.Null(step.Machine.LeaseEndsAt);
    }

    // The run command that ended was all that was looked at: that the VM was not asked for says nothing of it.
    [Fact]
    public void Goes_on_when_Azure_does_not_remove_its_run_commands()
    {
        var refused = new Observation
        {
            Run = Situations.Run(RunState.Succeeded, "checks-1"),
            Fault = Situations.Fault(FaultKind.Transient),
            FaultOf = new Effect.DeleteRuns(["checks-1"]),
        };

        var step = (InOrder with { Seen = refused }).Decide();

        Assert.Equal((Phase.Running, Wanted.Running), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Equal(step.Machine.LeaseEndsAt - TimeSpan.FromMinutes(30), step.Machine.DueAt);
        Assert.Empty(step.Messages);
    }

    [Fact]
    public void Is_billed_until_Azure_has_stopped_it() => Assert.NotNull(InOrder.Wanting(Wanted.Stopped).Decide().Machine.BilledSince);

    [Fact]
    public void Stops_when_its_lease_is_over()
    {
        var step = InOrder.But(m => m with { LeaseEndsAt = Situations.Now, Warned = TimeSpan.FromMinutes(10), WarnedAt = Situations.Now.AddMinutes(-10) })
            .Decide();

        Assert.Equal((Phase.Stopping, Wanted.Stopped, "its lease ended"), (step.Machine.Phase, step.Machine.Wanted, step.Machine.Reason));
        Assert.Equal([new Effect.DeallocateVm()], step.Effects);
        Assert.Equal([Notice.LeaseEnded], step.Notices());
    }

    // Shut down from inside, the hardware stays reserved and is billed.
    [Theory]
    [InlineData(PowerState.Stopping)]
    [InlineData(PowerState.Stopped)]
    [InlineData(PowerState.Deallocating)]
    [InlineData(PowerState.Deallocated)]
    public void Is_deallocated_when_it_was_shut_down_outside(PowerState power)
    {
        var step = InOrder.Seeing(power).Decide();

        Assert.Equal((Phase.Stopping, Wanted.Stopped, "it was shut down outside chat"), (step.Machine.Phase, step.Machine.Wanted, step.Machine.Reason));
        Assert.Equal([new Effect.DeallocateVm()], step.Effects);
        Assert.Equal([Notice.StoppedOutside], step.Notices());
    }

    [Theory]
    [InlineData(PowerState.Deallocating)]
    [InlineData(PowerState.Deallocated)]
    public void Is_evicted_when_Azure_takes_spot_capacity_back(PowerState power)
    {
        var step = Spot(power).Decide();

        Assert.Equal((Phase.Evicted, Wanted.Stopped), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Equal([Notice.Evicted], step.Notices());
        Assert.Equal((null, null), (step.Machine.LeaseEndsAt, step.Machine.RunningSince));
        Assert.Empty(step.Effects);
    }

    [Fact]
    public void Is_billed_until_it_was_evicted()
    {
        var machine = Spot(PowerState.Deallocated).Decide().Machine;

        Assert.Equal((null, TimeSpan.FromHours(1)), (machine.BilledSince, machine.Billed(Situations.Now)));
    }

    [Fact]
    public void Takes_a_spot_machine_shut_down_from_inside_for_no_eviction() =>
        Assert.Equal([Notice.StoppedOutside], Spot(PowerState.Stopped).Decide().Notices());

    [Fact]
    public void Removes_what_is_left_when_its_VM_was_deleted_outside()
    {
        var step = InOrder.SeeingNoVm("disk").Decide();

        Assert.Equal((Phase.Failed, Wanted.Deleted), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Equal([Notice.Vanished], step.Notices());
        Assert.Null(step.Machine.BilledSince);
    }

    [Theory]
    [InlineData(FaultKind.Transient, 10)]
    [InlineData(FaultKind.Denied, 300)]
    [InlineData(FaultKind.NotFound, 10)]
    public void Is_left_alone_while_Azure_cannot_be_asked(FaultKind kind, int seconds)
    {
        var step = InOrder.Unseen(kind).Decide();

        Assert.Equal((Phase.Running, TimeSpan.FromSeconds(seconds)), (step.Machine.Phase, step.Wait()));
        Assert.Empty(step.Messages);
    }

    [Fact]
    public void Is_not_harmed_when_its_run_commands_cannot_be_deleted() =>
        Assert.Equal(Phase.Running, InOrder.Refused(new Effect.DeleteRuns(["checks-1"]), FaultKind.Denied).Decide().Machine.Phase);

    [Fact]
    public void Is_deleted_when_its_owner_wants_it()
    {
        var step = InOrder.But(m => m with { Wanted = Wanted.Deleted, Reason = "terminated by scientist" }).Decide();

        Assert.Equal(Phase.Deleting, step.Machine.Phase);
        Assert.Equal([new Effect.DeleteVm()], step.Effects);
        Assert.Equal(["Deleting: terminated by scientist"], step.Events.Select(e => e.Text));
    }

    private static Situation Spot(PowerState power) => InOrder.But(m => m with { Spot = true }).Seeing(power);
}
