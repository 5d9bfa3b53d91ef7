using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

public sealed class StoppedTests
{
    public static readonly TheoryData<Phase> Phases = [Phase.Stopped, Phase.Evicted];

    [Theory, MemberData(nameof(Phases))]
    public void Is_left_alone(Phase phase)
    {
        var step = Situations.In(phase).Decide();

        Assert.Equal((phase, Waits.Quiet), (step.Machine.Phase, step.Wait()));
        Assert.Empty(step.Effects);
        Assert.Empty(step.Messages);
    }

    // Shut down from inside it holds its hardware: off for its user, but not for the bill.
    [Theory, MemberData(nameof(Phases))]
    public void Is_deallocated_when_somebody_started_it_and_shut_it_down_again(Phase phase)
    {
        var step = Situations.In(phase).Seeing(PowerState.Stopped).Decide();

        Assert.Equal((Phase.Stopping, Wanted.Stopped, Situations.Now), (step.Machine.Phase, step.Machine.Wanted, step.Machine.BilledSince));
        Assert.Equal([new Effect.DeallocateVm()], step.Effects);
        Assert.Equal([EventKind.StoppedOutside, EventKind.StopStarted], step.Kinds());
        Assert.Empty(step.Notices());
    }

    [Theory, MemberData(nameof(Phases))]
    public void Starts_when_it_is_wanted(Phase phase)
    {
        var step = Situations.In(phase).Wanting(Wanted.Running).Decide();

        Assert.Equal((Phase.Starting, Stage.Boot), (step.Machine.Phase, step.Machine.CurrentStage));
        Assert.Equal([new Effect.StartVm()], step.Effects);
        Assert.Equal([EventKind.StartStarted], step.Kinds());
        Assert.Null(step.Machine.BilledSince);
    }

    [Fact]
    public void Starts_with_nothing_left_of_the_time_before()
    {
        var before = Situations.In(Phase.Stopped).Wanting(Wanted.Running)
            .But(m => m with { Failure = new Failure("No room."), Reason = "its lease ended", Checks = [new CheckResult("driver", true, 1, "580")] });

        var machine = before.Decide().Machine;

        Assert.Equal((2, null, null), (machine.Start, machine.Failure, machine.Reason));
        Assert.Empty(machine.Checks);
    }

    // It may be in use: it becomes ours again, checks and lease included, instead of being stopped.
    [Theory]
    [InlineData(PowerState.Starting)]
    [InlineData(PowerState.Running)]
    public void Becomes_ours_again_when_it_was_started_outside(PowerState power)
    {
        var step = Situations.In(Phase.Stopped).Seeing(power).Decide();

        Assert.Equal((Phase.Starting, Wanted.Running), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Contains(EventKind.StartedOutside, step.Kinds());
    }

    [Theory, MemberData(nameof(Phases))]
    public void Says_so_when_its_VM_vanished(Phase phase)
    {
        var step = Situations.In(phase).SeeingNoVm("disk").Decide();

        Assert.Equal((Phase.Failed, Wanted.Deleted), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Equal([Notice.Vanished], step.Notices());
    }

    [Theory, MemberData(nameof(Phases))]
    public void Is_deleted_when_its_owner_wants_it(Phase phase) =>
        Assert.Equal([new Effect.DeleteVm()], Situations.In(phase).Wanting(Wanted.Deleted).Decide().Effects);

    [Theory, MemberData(nameof(Phases))]
    public void Is_left_alone_while_Azure_cannot_be_asked(Phase phase) =>
        Assert.Equal(phase, Situations.In(phase).Unseen(FaultKind.Denied).Decide().Machine.Phase);
}
