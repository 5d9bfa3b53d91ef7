using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

public sealed class StartingTests
{
    private static readonly Situation InOrder = Situations.In(Phase.Starting);
    private static readonly Effect StartVm = new Effect.StartVm();

    [Fact]
    public void Waits_while_it_boots()
    {
        var step = InOrder.Decide();

        Assert.Equal((Phase.Starting, Waits.Soon), (step.Machine.Phase, step.Wait()));
        Assert.Empty(step.Effects);
    }

    [Fact]
    public void Runs_the_checks_before_anything_is_announced()
    {
        var step = InOrder.Seeing(PowerState.Running).Decide();

        Assert.Equal((Phase.Validating, Stage.Checks), (step.Machine.Phase, step.Machine.CurrentStage));
        Assert.Equal([MachineScripts.VerifyOn(InOrder.Machine)], step.Effects);
        Assert.Empty(step.Notices());
    }

    [Fact]
    public void Asks_for_the_checks_of_this_start() => Assert.Equal("checks-2", Lifecycle.RunFor(InOrder.Seeing(PowerState.Running).Decide().Machine));

    [Fact]
    public void Is_billed_from_when_it_is_on() =>
        Assert.Equal((null, Situations.Now), (InOrder.Decide().Machine.BilledSince, InOrder.Seeing(PowerState.Running).Decide().Machine.BilledSince));

    [Theory]
    [InlineData(PowerState.Deallocated)]
    [InlineData(PowerState.Stopped)]
    public void Starts_again_what_a_crash_left_off(PowerState power) => Assert.Equal([StartVm], InOrder.Seeing(power).Decide().Effects);

    [Theory]
    [InlineData(FaultKind.Transient)]
    [InlineData(FaultKind.Throttled)]
    [InlineData(FaultKind.Conflict)]
    public void Asks_again_when_Azure_says(FaultKind kind)
    {
        var step = InOrder.Refused(StartVm, kind, TimeSpan.FromMinutes(1)).Decide();

        Assert.Equal((Phase.Starting, TimeSpan.FromMinutes(1)), (step.Machine.Phase, step.Wait()));
    }

    [Theory]
    [InlineData(FaultKind.NoCapacity)]
    [InlineData(FaultKind.QuotaExceeded)]
    [InlineData(FaultKind.Denied)]
    [InlineData(FaultKind.Invalid)]
    [InlineData(FaultKind.GuestFailed)]
    public void Goes_back_to_being_stopped_when_Azure_refuses(FaultKind kind) => AssertGaveUp(InOrder.Refused(StartVm, kind));

    [Fact]
    public void Goes_back_to_being_stopped_when_the_start_fails_on_the_way() =>
        AssertGaveUp(InOrder.Seeing(vm => vm with { Provisioning = ProvisioningState.Failed, Failure = Situations.Fault(FaultKind.NoCapacity) }));

    [Fact]
    public void Goes_back_to_being_stopped_when_its_time_is_over() => AssertGaveUp(InOrder.After(Waits.StartLimit));

    [Fact]
    public void Goes_back_to_being_stopped_when_what_should_pass_does_not() =>
        AssertGaveUp(InOrder.Refused(StartVm, FaultKind.Conflict).After(Waits.StartLimit));

    [Fact]
    public void Says_that_there_is_no_room_and_that_its_disks_are_kept() => Assert.Equal(
        "Azure has no room for Standard_NC24ads_A100_v4 in eastus right now. Try again later; its disks are kept.",
        InOrder.Refused(StartVm, FaultKind.NoCapacity).Decide().Machine.Failure?.Summary);

    [Theory]
    [InlineData(FaultKind.Denied)]
    [InlineData(FaultKind.Invalid)]
    public void Goes_back_to_being_stopped_when_Azure_may_not_be_asked(FaultKind kind) => AssertGaveUp(InOrder.Unseen(kind));

    [Fact]
    public void Says_so_when_its_VM_vanished() => Assert.Equal([Notice.Vanished], InOrder.SeeingNoVm().Decide().Notices());

    [Fact]
    public void Is_called_off_by_a_stop()
    {
        var step = InOrder.Wanting(Wanted.Stopped).Decide();

        Assert.Equal(Phase.Stopping, step.Machine.Phase);
        Assert.Equal([new Effect.DeallocateVm()], step.Effects);
        Assert.Null(step.Machine.CurrentStage);
    }

    [Fact]
    public void Is_deleted_when_its_owner_wants_it() => Assert.Equal([new Effect.DeleteVm()], InOrder.Wanting(Wanted.Deleted).Decide().Effects);

    /// <summary>Back to stopping rather than stopped, because only Azure can say that it is not billed.</summary>
    private static void AssertGaveUp(Situation s)
    {
        var step = s.Decide();

        Assert.Equal((Phase.Stopping, Wanted.Stopped), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Equal([new Effect.DeallocateVm()], step.Effects);
        Assert.Equal([EventKind.StartFailed], step.Kinds());
        Assert.Equal([Notice.StartFailed], step.Notices());
        Assert.NotNull(step.Machine.Failure);
    }
}
