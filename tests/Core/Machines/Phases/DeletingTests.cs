using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

public sealed class DeletingTests
{
    [Fact]
    public void Is_gone_when_nothing_of_it_is_left()
    {
        var step = Situations.In(Phase.Deleting).SeeingNoVm().Decide();

        Assert.Equal((Phase.Deleted, Situations.Now), (step.Machine.Phase, step.Machine.GoneAt));
        Assert.Equal([EventKind.Deleted], step.Kinds());
    }

    [Fact]
    public void Is_billed_until_it_is_gone()
    {
        var machine = Situations.In(Phase.Deleting).SeeingNoVm().Decide().Machine;

        Assert.Equal((null, TimeSpan.FromHours(1)), (machine.BilledSince, machine.Billed(Situations.Now)));
    }

    [Fact]
    public void Needs_no_blueprint() => Assert.True(Situations.In(Phase.Deleting).SeeingNoVm().WithoutBlueprint().Decide().Machine.IsGone);

    [Fact]
    public void Is_not_gone_while_Azure_cannot_be_asked() => Assert.False(Situations.In(Phase.Deleting).Unseen(FaultKind.Denied).Decide().Machine.IsGone);
}
