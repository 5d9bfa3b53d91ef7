using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

public sealed class QueuedTests
{
    private static readonly Situation InOrder = Situations.In(Phase.Queued);

    [Fact]
    public void Begins_to_create_the_VM()
    {
        var step = InOrder.Decide();

        Assert.Equal((Phase.Provisioning, Stage.Create), (step.Machine.Phase, step.Machine.CurrentStage));
        Assert.Equal([new Effect.CreateVm(Situations.Blueprint("pytorch-a100"))], step.Effects);
        Assert.Equal([new MachineEvent(Situations.Now, EventKind.CreateStarted, "Creating Standard_NC24ads_A100_v4 in eastus")], step.Events);
        Assert.Equal(Waits.Soon, step.Wait());
    }

    [Fact]
    public void Bills_nothing_before_there_is_a_VM() => Assert.Null(InOrder.Decide().Machine.BilledSince);

    [Fact]
    public void Fails_when_its_blueprint_is_no_longer_there()
    {
        var step = InOrder.WithoutBlueprint().Decide();

        Assert.Equal(Phase.Failed, step.Machine.Phase);
        Assert.Equal("pytorch-a100@1 is no longer in the repository. Launch pytorch-a100 again.", step.Machine.Failure?.Summary);
        Assert.Equal([Notice.Failed], step.Notices());
        Assert.Empty(step.Effects);
    }

    [Fact]
    public void Creates_nothing_for_a_person_who_has_changed_their_mind()
    {
        var step = InOrder.Wanting(Wanted.Deleted).Decide();

        Assert.Equal(Phase.Deleting, step.Machine.Phase);
        Assert.Equal([new Effect.DeleteVm()], step.Effects);
    }

    [Theory]
    [InlineData(FaultKind.Transient)]
    [InlineData(FaultKind.Throttled)]
    [InlineData(FaultKind.Conflict)]
    [InlineData(FaultKind.NotFound)]
    public void Waits_while_Azure_cannot_be_asked(FaultKind kind)
    {
        var step = InOrder.Unseen(kind, TimeSpan.FromMinutes(2)).Decide();

        Assert.Equal((Phase.Queued, TimeSpan.FromMinutes(2)), (step.Machine.Phase, step.Wait()));
        Assert.Empty(step.Effects);
    }

    [Theory]
    [InlineData(FaultKind.Denied)]
    [InlineData(FaultKind.Invalid)]
    public void Fails_when_Azure_may_not_be_asked(FaultKind kind) => Assert.Equal(Phase.Failed, InOrder.Unseen(kind).Decide().Machine.Phase);
}
