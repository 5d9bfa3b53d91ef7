using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

public sealed class StoppingTests
{
    private static readonly Situation InOrder = Situations.In(Phase.Stopping);

    [Fact]
    public void Waits_while_Azure_deallocates_it()
    {
        var step = InOrder.Decide();

        Assert.Equal((Phase.Stopping, Waits.Soon), (step.Machine.Phase, step.Wait()));
        Assert.Empty(step.Effects);
        Assert.NotNull(step.Machine.BilledSince);
    }

    [Fact]
    public void Is_stopped_and_no_longer_billed_when_Azure_says_so()
    {
        var step = InOrder.Seeing(PowerState.Deallocated).Decide();

        Assert.Equal(Phase.Stopped, step.Machine.Phase);
        Assert.Equal((null, TimeSpan.FromHours(1)), (step.Machine.BilledSince, step.Machine.Billed(Situations.Now)));
        Assert.Null(step.Machine.RunningSince);
        Assert.Equal([EventKind.Stopped], step.Kinds());
    }

    [Theory]
    [InlineData(PowerState.Unknown)]
    [InlineData(PowerState.Starting)]
    [InlineData(PowerState.Running)]
    [InlineData(PowerState.Stopping)]
    [InlineData(PowerState.Stopped)]
    public void Deallocates_again_what_a_crash_left_on(PowerState power) => Assert.Equal([new Effect.DeallocateVm()], InOrder.Seeing(power).Decide().Effects);

    [Theory]
    [InlineData(FaultKind.Throttled)]
    [InlineData(FaultKind.Conflict)]
    [InlineData(FaultKind.Denied)]
    public void Asks_again_when_Azure_says(FaultKind kind)
    {
        var step = InOrder.Refused(new Effect.DeallocateVm(), kind, TimeSpan.FromMinutes(1)).Decide();

        Assert.Equal((Phase.Stopping, TimeSpan.FromMinutes(1)), (step.Machine.Phase, step.Wait()));
    }

    [Fact]
    public void Says_so_when_its_VM_vanished() => Assert.Equal([Notice.Vanished], InOrder.SeeingNoVm().Decide().Notices());

    [Fact]
    public void Stops_first_when_it_is_wanted_again()
    {
        var stopped = InOrder.Wanting(Wanted.Running).Seeing(PowerState.Deallocated).Decide();

        Assert.Equal((Phase.Stopped, TimeSpan.Zero), (stopped.Machine.Phase, stopped.Wait()));
    }

    [Fact]
    public void Is_deleted_when_its_owner_wants_it() => Assert.Equal([new Effect.DeleteVm()], InOrder.Wanting(Wanted.Deleted).Decide().Effects);
}
