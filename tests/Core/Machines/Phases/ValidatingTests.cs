using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

/// <summary>What may befall the VM while it is set up and checked.</summary>
public sealed class ValidatingTests
{
    private static readonly Situation InOrder = Situations.In(Phase.Validating);

    [Fact]
    public void Waits_while_its_software_installs()
    {
        var step = InOrder.Decide();

        Assert.Equal((Phase.Validating, Waits.Soon), (step.Machine.Phase, step.Wait()));
        Assert.Empty(step.Effects);
    }

    [Theory]
    [InlineData(FaultKind.Denied)]
    [InlineData(FaultKind.Invalid)]
    public void Fails_on_what_only_the_platform_team_mends(FaultKind kind) =>
        Assert.Equal(Phase.Failed, InOrder.Refused(MachineScripts.VerifyOn(InOrder.Machine), kind).Decide().Machine.Phase);

    [Theory]
    [InlineData(FaultKind.Transient)]
    [InlineData(FaultKind.Throttled)]
    [InlineData(FaultKind.Conflict)]
    [InlineData(FaultKind.NotFound)]
    public void Asks_again_when_Azure_says(FaultKind kind)
    {
        var step = InOrder.Refused(MachineScripts.VerifyOn(InOrder.Machine), kind, TimeSpan.FromMinutes(1)).Decide();

        Assert.Equal((Phase.Validating, TimeSpan.FromMinutes(1)), (step.Machine.Phase, step.Wait()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Is_over_when_the_VM_vanished(int start)
    {
        var step = InOrder.But(m => m with { Start = start }).SeeingNoVm().Decide();

        Assert.Equal((Phase.Failed, Wanted.Deleted), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Equal([Notice.Vanished], step.Notices());
    }

    [Theory]
    [InlineData(1, "Launch it again.")]
    [InlineData(2, "Try `start")]
    public void Says_what_to_try_next(int start, string says)
    {
        var stopped = InOrder.But(m => m with { Start = start }).Seeing(PowerState.Deallocated);

        Assert.Contains(says, stopped.Decide().Machine.Failure?.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PowerState.Deallocating)]
    [InlineData(PowerState.Deallocated)]
    public void Fails_when_the_VM_was_stopped(PowerState power) =>
        Assert.StartsWith("Its VM was stopped in Azure", InOrder.Seeing(power).Decide().Machine.Failure?.Summary);

    // A start runs only the checks: half set up, it would become a machine that nobody can sign in to.
    [Fact]
    public void Keeps_no_half_set_up_machine_when_its_spot_capacity_is_taken_back()
    {
        var step = InOrder.But(m => m with { Spot = true }).Seeing(PowerState.Deallocated).Decide();

        Assert.Equal((Phase.Failed, Wanted.Deleted), (step.Machine.Phase, step.Machine.Wanted));
        Assert.StartsWith("Azure took the spot capacity back", step.Machine.Failure?.Summary);
    }

    [Fact]
    public void Keeps_a_started_machine_when_its_spot_capacity_is_taken_back()
    {
        var step = Situations.Checking(start: 2).But(m => m with { Spot = true }).Seeing(PowerState.Deallocated).Decide();

        Assert.Equal((Phase.Evicted, Wanted.Stopped), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Equal([Notice.Evicted], step.Notices());
    }

    [Fact]
    public void Fails_when_its_blueprint_is_no_longer_there() =>
        Assert.StartsWith("pytorch-a100@1 is no longer in the repository", InOrder.WithoutBlueprint().Decide().Machine.Failure?.Summary);

    [Fact]
    public void Is_called_off_by_deleting_it() => Assert.Equal([new Effect.DeleteVm()], InOrder.Wanting(Wanted.Deleted).Decide().Effects);

    [Fact]
    public void Keeps_a_failed_machine_that_was_to_be_kept_on_a_lease()
    {
        var step = InOrder.But(m => m with { KeepOnFailure = true }).WithoutBlueprint().Decide();

        Assert.Equal((Phase.Failed, Wanted.Running), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Equal(Situations.Now + step.Machine.LeaseLength, step.Machine.LeaseEndsAt);
    }

    // Not being allowed to look does not mean that there is no VM: without a lease it would be kept, and billed, for ever.
    [Fact]
    public void Keeps_a_failed_machine_on_a_lease_also_when_Azure_may_not_be_asked() => Assert.Equal(
        Situations.Now + InOrder.Machine.LeaseLength, InOrder.But(m => m with { KeepOnFailure = true }).Unseen(FaultKind.Denied).Decide().Machine.LeaseEndsAt);

    [Fact]
    public void Closes_its_stage_when_it_fails() => Assert.All(InOrder.SeeingNoVm().Decide().Machine.Stages, stage => Assert.NotNull(stage.EndedAt));
}
