using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

public sealed class ProvisioningTests
{
    private static readonly Situation InOrder = Situations.In(Phase.Provisioning);

    [Theory]
    [InlineData(ProvisioningState.Creating)]
    [InlineData(ProvisioningState.Updating)]
    [InlineData(ProvisioningState.Deleting)]
    public void Waits_while_Azure_works_on_the_VM(ProvisioningState state)
    {
        var step = InOrder.Seeing(vm => vm with { Provisioning = state }).Decide();

        Assert.Equal((Phase.Provisioning, Waits.Soon), (step.Machine.Phase, step.Wait()));
        Assert.Empty(step.Effects);
    }

    [Fact]
    public void Is_billed_from_when_the_VM_is_seen() => Assert.Equal(Situations.Now, InOrder.Decide().Machine.BilledSince);

    [Fact]
    public void Is_billed_from_the_first_look_only() =>
        Assert.Equal(Situations.Now.AddMinutes(-1), InOrder.But(m => m with { BilledSince = Situations.Now.AddMinutes(-1) }).Decide().Machine.BilledSince);

    [Fact]
    public void Remembers_what_Azure_calls_its_parts()
    {
        var machine = InOrder.Decide().Machine;

        Assert.Equal("/subscriptions/0/vm", machine.VmId);
        Assert.Equal(["/subscriptions/0/nic"], machine.NicIds);
    }

    [Fact]
    public void Goes_on_to_the_software_when_the_VM_is_there()
    {
        var step = InOrder.Seeing(PowerState.Running).Decide();

        Assert.Equal((Phase.Validating, Stage.Software), (step.Machine.Phase, step.Machine.CurrentStage));
        Assert.Equal("install-1", Assert.IsType<Effect.RunOnMachine>(Assert.Single(step.Effects)).Name);
        Assert.Equal([EventKind.Created], step.Kinds());
    }

    [Fact]
    public void Creates_again_what_a_crash_left_uncreated()
    {
        var step = InOrder.SeeingNoVm().Decide();

        Assert.Equal([new Effect.CreateVm(Situations.Blueprint("pytorch-a100"))], step.Effects);
        Assert.Empty(step.Events);
    }

    [Fact]
    public void Fails_when_its_blueprint_went_before_the_VM_was_made() => Assert.Equal(
        "pytorch-a100@1 is no longer in the repository. Launch pytorch-a100 again.", InOrder.SeeingNoVm().WithoutBlueprint().Decide().Machine.Failure?.Summary);

    [Fact]
    public void Needs_no_blueprint_once_the_VM_is_being_made() => Assert.Equal(Phase.Provisioning, InOrder.WithoutBlueprint().Decide().Machine.Phase);

    [Fact]
    public void Gives_up_after_its_time_limit()
    {
        var step = InOrder.After(Waits.CreateLimit).Decide();

        Assert.Equal("Azure did not make the VM within 30 min. Launch it again.", step.Machine.Failure?.Summary);
        Assert.Equal((Phase.Failed, Wanted.Deleted), (step.Machine.Phase, step.Machine.Wanted));
    }

    [Fact]
    public void Is_called_off_by_deleting_it()
    {
        var step = InOrder.Wanting(Wanted.Deleted).Decide();

        Assert.Equal(Phase.Deleting, step.Machine.Phase);
        Assert.Equal([new Effect.DeleteVm()], step.Effects);
    }
}
