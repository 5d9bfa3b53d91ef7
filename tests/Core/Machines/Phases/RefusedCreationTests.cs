using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Machines.Phases;

/// <summary>Azure refuses to make the VM, at once or after it has begun to.</summary>
public sealed class RefusedCreationTests
{
    private static readonly Blueprint Blueprint = Situations.Blueprint("pytorch-a100");
    private static readonly Situation Refusable = Situations.In(Phase.Provisioning).SeeingNoVm();

    [Fact]
    public void Tries_the_next_region_when_there_is_no_room()
    {
        var step = Refused(FaultKind.NoCapacity).Decide();

        Assert.Equal((Phase.Provisioning, "southcentralus"), (step.Machine.Phase, step.Machine.Placement.Region));
        Assert.Equal(["No room for Standard_NC24ads_A100_v4 in eastus; trying Standard_NC24ads_A100_v4 in southcentralus"], step.Events.Select(e => e.Text));
        Assert.Equal(TimeSpan.Zero, step.Wait());
    }

    [Fact]
    public void Writes_the_next_place_down_before_anything_is_deleted()
    {
        var step = FailedOnTheWay(FaultKind.NoCapacity).Decide();

        Assert.True(step.Machine.Discarding);
        Assert.Empty(step.Effects);
    }

    [Fact]
    public void Deletes_what_the_full_place_left_behind() => Assert.Equal(
        [new Effect.DeleteVm()], FailedOnTheWay(FaultKind.NoCapacity).But(m => m with { Attempt = 1, Discarding = true }).Decide().Effects);

    [Fact]
    public void Waits_until_what_the_full_place_left_is_deleted() => Assert.Empty(
        Situations.In(Phase.Provisioning)
            .But(m => m with { Attempt = 1, Discarding = true })
            .Seeing(vm => vm with { Provisioning = ProvisioningState.Deleting })
            .Decide().Effects);

    [Fact]
    public void Creates_in_the_next_place_when_the_full_one_is_cleared()
    {
        var step = Refusable.But(m => m with { Attempt = 1, Discarding = true }).Decide();

        Assert.False(step.Machine.Discarding);
        Assert.Equal([new Effect.CreateVm(Blueprint)], step.Effects);
    }

    [Fact]
    public void Gives_the_next_place_the_full_time() => Assert.Equal(
        Situations.Now.AddMinutes(29), Refused(FaultKind.NoCapacity).After(TimeSpan.FromMinutes(29)).Decide().Machine.PhaseSince);

    [Fact]
    public void Takes_the_price_of_the_next_place()
    {
        var step = Refused(FaultKind.NoCapacity).But(m => m with { Placements = [m.Placements[0], new Placement("Standard_NC4as_T4_v3", "eastus")] }).Decide();

        Assert.Equal(SomePrices.Of(Situations.Blueprint("pytorch-t4").FirstSize.Name), step.Machine.PerHour);
    }

    [Fact]
    public void Is_not_billed_for_a_VM_that_found_no_room() => Assert.Null(FailedOnTheWay(FaultKind.NoCapacity).Decide().Machine.BilledSince);

    [Fact]
    public void Fails_when_there_is_no_room_in_the_last_place()
    {
        var step = Refused(FaultKind.NoCapacity).But(m => m with { Attempt = 2 }).Decide();

        Assert.Equal(
            "Azure has no room for Standard_NC24ads_A100_v4 in eastus, southcentralus, westus2 right now. Try again later, or launch another blueprint.",
            step.Machine.Failure?.Summary);
        Assert.Equal([Notice.Failed], step.Notices());
    }

    [Theory]
    [InlineData(FaultKind.QuotaExceeded)]
    [InlineData(FaultKind.Denied)]
    [InlineData(FaultKind.Invalid)]
    [InlineData(FaultKind.GuestFailed)]
    [InlineData(FaultKind.NotFound)]
    public void Fails_at_once_on_what_no_other_place_mends(FaultKind kind)
    {
        var step = Refused(kind).Decide();

        Assert.Equal((Phase.Failed, Wanted.Deleted), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Equal(FaultAdvice.For(Situations.Fault(kind), Refusable.Machine), step.Machine.Failure?.Summary);
    }

    [Theory]
    [InlineData(FaultKind.Transient)]
    [InlineData(FaultKind.Throttled)]
    [InlineData(FaultKind.Conflict)]
    public void Asks_again_soon_on_what_passes(FaultKind kind) => Assert.Equal((Phase.Provisioning, Waits.Soon), Outcome(Refused(kind)));

    [Theory]
    [InlineData(FaultKind.Transient)]
    [InlineData(FaultKind.Throttled)]
    [InlineData(FaultKind.Conflict)]
    public void Asks_again_when_Azure_says(FaultKind kind) =>
        Assert.Equal((Phase.Provisioning, TimeSpan.FromMinutes(3)), Outcome(Refused(kind, TimeSpan.FromMinutes(3))));

    [Fact]
    public void Asks_again_to_delete_when_Azure_says() => Assert.Equal(
        (Phase.Provisioning, TimeSpan.FromMinutes(3)),
        Outcome(
            FailedOnTheWay(FaultKind.NoCapacity)
                .But(m => m with { Attempt = 1, Discarding = true })
                .Refused(new Effect.DeleteVm(), FaultKind.Throttled, TimeSpan.FromMinutes(3))));

    [Fact]
    public void Gives_up_on_what_passes_when_its_time_is_over() => Assert.Equal(
        "Azure kept failing (AzureCode). Try again later.", Refused(FaultKind.Throttled).After(Waits.CreateLimit).Decide().Machine.Failure?.Summary);

    [Theory]
    [InlineData(FaultKind.NoCapacity, Phase.Provisioning)]
    [InlineData(FaultKind.GuestFailed, Phase.Failed)]
    [InlineData(FaultKind.QuotaExceeded, Phase.Failed)]
    public void Judges_a_failure_on_the_way_as_one_at_once(FaultKind kind, Phase phase) => Assert.Equal(phase, FailedOnTheWay(kind).Decide().Machine.Phase);

    [Theory]
    [InlineData(ProvisioningState.Failed)]
    [InlineData(ProvisioningState.Canceled)]
    public void Fails_when_Azure_does_not_say_why_it_failed(ProvisioningState state) => Assert.StartsWith(
        "The VM was made, but its system did not come up",
        Situations.In(Phase.Provisioning).Seeing(vm => vm with { Provisioning = state }).Decide().Machine.Failure?.Summary);

    private static Situation Refused(FaultKind kind, TimeSpan? retryAfter = null) => Refusable.Refused(new Effect.CreateVm(Blueprint), kind, retryAfter);

    private static Situation FailedOnTheWay(FaultKind kind) =>
        Situations.In(Phase.Provisioning).Seeing(vm => vm with { Provisioning = ProvisioningState.Failed, Failure = Situations.Fault(kind) });

    private static (Phase, TimeSpan) Outcome(Situation s) => (s.Decide().Machine.Phase, s.Decide().Wait());
}
