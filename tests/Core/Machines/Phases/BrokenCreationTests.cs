using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

/// <summary>Azure took the request and then could not make the VM.</summary>
public sealed class BrokenCreationTests
{
    private static readonly Situation Broken = Situations.In(Phase.Provisioning)
        .Seeing(vm => vm with { Provisioning = ProvisioningState.Failed, Failure = Situations.Fault(FaultKind.Transient) });

    [Fact]
    public void Is_asked_for_again_in_the_same_place_after_what_there_is_of_it_has_gone()
    {
        var step = Broken.Decide();

        Assert.Equal((Phase.Provisioning, 0, 1, true), (step.Machine.Phase, step.Machine.Attempt, step.Machine.Retries, step.Machine.Discarding));
        Assert.Empty(step.Effects);
        Assert.Equal([new Effect.DeleteVm()], Broken.Then(step).Decide().Effects);
    }

    [Fact]
    public void Is_given_up_after_two_more_times()
    {
        var step = Broken.But(m => m with { Retries = 2 }).Decide();

        Assert.Equal((Phase.Failed, Wanted.Deleted), (step.Machine.Phase, step.Machine.Wanted));
    }

    [Fact]
    public void Keeps_nothing_for_debugging_when_there_never_was_a_VM()
    {
        var refused = Situations.In(Phase.Provisioning).But(m => m with { KeepOnFailure = true }).SeeingNoVm()
            .Refused(new Effect.CreateVm(Situations.Blueprint("pytorch-a100")), FaultKind.QuotaExceeded);

        var step = refused.Decide();

        Assert.Equal((Phase.Failed, Wanted.Deleted), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Null(step.Machine.LeaseEndsAt);
    }

    [Fact]
    public void Forgets_the_VM_that_is_discarded() => Assert.Null(Broken.But(m => m with { VmId = "/subscriptions/0/vm" }).Decide().Machine.VmId);

    [Fact]
    public void Costs_nothing_meanwhile() => Assert.Null(Broken.Decide().Machine.BilledSince);

    [Fact]
    public void Waits_for_the_disks_that_bear_the_same_names()
    {
        var gone = Broken.Then(Broken.Decide()).SeeingNoVm("/subscriptions/0/disk");

        Assert.Equal(["/subscriptions/0/disk"], Assert.IsType<Effect.DeleteLeftovers>(Assert.Single(gone.Decide().Effects)).Ids);
        Assert.IsType<Effect.CreateVm>(Assert.Single(gone.SeeingNoVm().Decide().Effects));
    }

    [Fact]
    public void Remembers_the_NICs_of_every_attempt()
    {
        var second = Broken.But(m => m with { NicIds = ["/subscriptions/0/first-nic"] })
            .Seeing(vm => vm with { Provisioning = ProvisioningState.Creating, Failure = null });

        Assert.Equal(["/subscriptions/0/first-nic", "/subscriptions/0/nic"], second.Decide().Machine.NicIds);
    }
}
