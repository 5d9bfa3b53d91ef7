using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

public sealed class FailedTests
{
    [Fact]
    public void Is_gone_when_nothing_of_it_is_left()
    {
        var step = Situations.In(Phase.Failed).SeeingNoVm().Decide();

        Assert.Equal((Phase.Failed, true), (step.Machine.Phase, step.Machine.IsGone));
        Assert.Null(step.Machine.BilledSince);
        Assert.Equal(["Everything it created is removed"], step.Events.Select(e => e.Text));
    }

    [Fact]
    public void Still_says_why_it_failed_when_it_is_gone() =>
        Assert.Equal("It did not work.", Situations.In(Phase.Failed).SeeingNoVm().Decide().Machine.Failure?.Summary);

    [Fact]
    public void Is_left_alone_while_it_is_kept()
    {
        var step = Situations.Kept().Decide();

        Assert.Empty(step.Effects);
        Assert.Empty(step.Messages);
        Assert.Equal(step.Machine.LeaseEndsAt - TimeSpan.FromMinutes(30), step.Machine.DueAt);
    }

    [Fact]
    public void Is_no_longer_kept_when_its_lease_is_over()
    {
        var step = Situations.Kept()
            .But(m => m with { LeaseEndsAt = Situations.Now, Warned = TimeSpan.FromMinutes(10), WarnedAt = Situations.Now.AddMinutes(-10) })
            .Decide();

        Assert.Equal((Wanted.Deleted, TimeSpan.Zero), (step.Machine.Wanted, step.Wait()));
        Assert.Equal(["No longer kept"], step.Events.Select(e => e.Text));
    }

    [Fact]
    public void Is_no_longer_kept_when_its_VM_is_gone() => Assert.Equal(Wanted.Deleted, Situations.Kept().SeeingNoVm("disk").Decide().Machine.Wanted);

    [Fact]
    public void Is_still_kept_while_Azure_cannot_be_asked() =>
        Assert.Equal(Wanted.Running, Situations.Kept().Unseen(FaultKind.Transient).Decide().Machine.Wanted);

    [Fact]
    public void Is_removed_when_its_owner_no_longer_wants_it() =>
        Assert.Equal([new Effect.DeleteVm()], Situations.Kept().Wanting(Wanted.Deleted).Decide().Effects);
}
