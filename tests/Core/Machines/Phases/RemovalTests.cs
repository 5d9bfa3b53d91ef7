using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

/// <summary>How a deleted and a failed machine lose what they have in Azure: the VM first, then what outlived it.</summary>
public sealed class RemovalTests
{
    public static readonly TheoryData<Phase> Phases = [Phase.Deleting, Phase.Failed];

    [Theory, MemberData(nameof(Phases))]
    public void Deletes_the_VM_first(Phase phase)
    {
        var step = Situations.In(phase).Seeing(PowerState.Running).Decide();

        Assert.Equal([new Effect.DeleteVm()], step.Effects);
        Assert.Equal(Waits.Soon, step.Wait());
    }

    [Theory, MemberData(nameof(Phases))]
    public void Waits_while_Azure_deletes_it(Phase phase)
    {
        var step = Situations.In(phase).Decide();

        Assert.Empty(step.Effects);
        Assert.Equal((phase, false, Waits.Soon), (step.Machine.Phase, step.Machine.IsGone, step.Wait()));
    }

    [Theory, MemberData(nameof(Phases))]
    public void Deletes_what_outlived_the_VM(Phase phase)
    {
        var step = Situations.In(phase).SeeingNoVm("disk", "nic").Decide();

        Assert.Equal(["disk", "nic"], Assert.IsType<Effect.DeleteLeftovers>(Assert.Single(step.Effects)).Ids);
        Assert.False(step.Machine.IsGone);
    }

    // What was never seen before must still be found when the VM is gone.
    [Theory, MemberData(nameof(Phases))]
    public void Remembers_the_parts_of_a_VM_that_it_sees_for_the_first_time(Phase phase) =>
        Assert.Equal(["/subscriptions/0/nic"], Situations.In(phase).But(m => m with { VmId = null, NicIds = [] }).Decide().Machine.NicIds);

    [Theory]
    [InlineData(Phase.Deleting, FaultKind.Throttled)]
    [InlineData(Phase.Deleting, FaultKind.Denied)]
    [InlineData(Phase.Deleting, FaultKind.NotFound)]
    [InlineData(Phase.Failed, FaultKind.Conflict)]
    public void Asks_again_when_Azure_says(Phase phase, FaultKind kind)
    {
        var step = Situations.In(phase).Refused(new Effect.DeleteVm(), kind, TimeSpan.FromMinutes(1)).Decide();

        Assert.Equal((phase, false, TimeSpan.FromMinutes(1)), (step.Machine.Phase, step.Machine.IsGone, step.Wait()));
    }
}
