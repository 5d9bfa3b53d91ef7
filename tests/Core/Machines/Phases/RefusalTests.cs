using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

/// <summary>Azure does not let a machine be stopped or deleted, and it costs meanwhile.</summary>
public sealed class RefusalTests
{
    public static TheoryData<Phase> Phases => [Phase.Stopping, Phase.Deleting, Phase.Failed];

    [Theory]
    [MemberData(nameof(Phases))]
    public void Is_tried_again_without_a_word_at_first(Phase phase)
    {
        var step = Refused(phase).Decide();

        Assert.Equal((phase, Waits.Mending), (step.Machine.Phase, step.Wait()));
        Assert.Empty(step.Messages);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void Is_told_after_a_quarter_of_an_hour(Phase phase)
    {
        var step = Refused(phase).After(Waits.Patience).Decide();

        Assert.Equal([Notice.Refused], step.Notices());
        Assert.Contains("platform team", step.Machine.Trouble, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void Is_told_once(Phase phase)
    {
        var told = Refused(phase).After(Waits.Patience);

        Assert.Empty(told.Then(told.Decide(), Waits.Mending).Decide().Notices());
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void Is_told_also_when_Azure_cannot_even_be_asked(Phase phase) =>
        Assert.Equal([Notice.Refused], Situations.In(phase).Unseen(FaultKind.Denied).After(Waits.Patience).Decide().Notices());

    [Fact]
    public void Is_over_when_it_has_stopped()
    {
        var told = Refused(Phase.Stopping).After(Waits.Patience);

        Assert.Null(told.Then(told.Decide()).Seeing(PowerState.Deallocated).WithoutFault().Decide().Machine.Trouble);
    }

    private static Situation Refused(Phase phase) => Situations.In(phase).Refused(new Effect.DeallocateVm(), FaultKind.Denied);
}
