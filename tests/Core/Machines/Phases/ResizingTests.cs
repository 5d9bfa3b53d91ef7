using ChatOps.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Machines.Phases;

/// <summary>On the way from one size of its blueprint to another: stopped, resized, started.</summary>
public sealed class ResizingTests
{
    private const string Old = "Standard_NC24ads_A100_v4";
    private const string New = "Standard_NC48ads_A100_v4";
    private static readonly Effect ResizeVm = new Effect.ResizeVm(New);

    /// <summary>Being started to become two GPUs; off, and still what it was.</summary>
    private static readonly Situation InOrder = Situations.In(Phase.Starting).But(m => m with { Resize = New }).Seeing(_ => Off(Old));

    [Fact]
    public void A_running_machine_is_stopped_for_it_and_still_wanted()
    {
        var step = Situations.In(Phase.Running).But(m => m with { Resize = New, Reason = "resized by scientist" }).Decide();

        Assert.Equal((Phase.Stopping, Wanted.Running, New), (step.Machine.Phase, step.Machine.Wanted, step.Machine.Resize));
        Assert.Equal([new Effect.DeallocateVm()], step.Effects);
        Assert.Equal(["Stopping: resized by scientist"], step.Events.Select(e => e.Text));
        Assert.Empty(step.Notices());
    }

    // The row is read again after a refusal; the order that came meanwhile is not left lying until the lease's next look.
    [Fact]
    public void A_running_machine_is_stopped_for_it_also_when_its_run_commands_could_not_be_removed()
    {
        var step = Situations.In(Phase.Running).But(m => m with { Resize = New }).Refused(new Effect.DeleteRuns(["checks-1"]), FaultKind.Transient).Decide();

        Assert.Equal(Phase.Stopping, step.Machine.Phase);
    }

    [Theory]
    [InlineData(Phase.Stopped)]
    [InlineData(Phase.Evicted)]
    public void A_stopped_machine_waits_for_its_next_start(Phase phase)
    {
        var step = Situations.In(phase).But(m => m with { Resize = New }).Seeing(_ => Off(Old)).Decide();

        Assert.Equal((phase, New), (step.Machine.Phase, step.Machine.Resize));
        Assert.Empty(step.Effects);
    }

    [Theory]
    [InlineData(Phase.Stopped)]
    [InlineData(Phase.Evicted)]
    public void It_is_resized_before_it_is_started(Phase phase)
    {
        var step = Situations.In(phase).Wanting(Wanted.Running).But(m => m with { Resize = New }).Seeing(_ => Off(Old)).Decide();

        Assert.Equal((Phase.Starting, Old), (step.Machine.Phase, step.Machine.Placement.Size));
        Assert.Equal([ResizeVm], step.Effects);
        Assert.Equal([$"Starting as {New}"], step.Events.Select(e => e.Text));
    }

    [Fact]
    public void It_is_resized_again_when_a_crash_left_it_off() => Assert.Equal([ResizeVm], InOrder.Decide().Effects);

    [Fact]
    public void It_is_waited_for_while_Azure_is_at_it()
    {
        var step = InOrder.Seeing(vm => vm with { Size = New, Provisioning = ProvisioningState.Updating }).Decide();

        Assert.Empty(step.Effects);
        Assert.Equal((Phase.Starting, Waits.Soon), (step.Machine.Phase, step.Wait()));
    }

    [Theory]
    [InlineData(New)]
    [InlineData("STANDARD_NC48ADS_A100_V4")]
    [InlineData(null)]
    public void It_is_started_once_it_is_of_that_size(string? size) => Assert.Equal([new Effect.StartVm()], InOrder.Seeing(_ => Off(size)).Decide().Effects);

    // Off, but on hardware: resized there it would be rebooted.
    [Fact]
    public void It_is_deallocated_first_where_somebody_only_shut_it_down() =>
        Assert.Equal([new Effect.DeallocateVm()], InOrder.Seeing(vm => vm with { Power = PowerState.Stopped }).Decide().Effects);

    [Fact]
    public void Is_that_size_in_its_row_from_when_it_is_on_and_billed()
    {
        var step = InOrder.Seeing(_ => On(New)).Decide();

        var machine = step.Machine;
        Assert.Equal((Phase.Validating, new Placement(New, "eastus"), null), (machine.Phase, machine.Placement, machine.Resize));
        Assert.Equal((Situations.Now, SomePrices.Of(New)), (machine.BilledSince, machine.PerHour));
        Assert.Equal([EventKind.Resized], step.Kinds());
        Assert.Equal([MachineScripts.VerifyOn(machine)], step.Effects);
        Assert.Equal("2", MachineScripts.VerifyOn(machine).Variable?.Value);
    }

    [Fact]
    public void Costs_on_spot_what_its_new_size_does_there()
    {
        const string Four = "Standard_NC96ads_A100_v4";

        var machine = InOrder.But(m => m with { Resize = Four, Spot = true }).Seeing(_ => On(Four)).Decide().Machine;

        Assert.Equal(1.777732m, machine.PerHour?.Amount);
    }

    public static TheoryData<FaultKind> Refusals => [FaultKind.NoCapacity, FaultKind.QuotaExceeded, FaultKind.Denied, FaultKind.Invalid, FaultKind.NotFound];

    [Theory, MemberData(nameof(Refusals))]
    public void Goes_back_to_what_it_was_when_Azure_refuses_the_size(FaultKind kind) => AssertKeepsItsSize(InOrder.Refused(ResizeVm, kind));

    [Theory, MemberData(nameof(Refusals))]
    public void Goes_back_to_what_it_was_when_Azure_refuses_to_start_that_size(FaultKind kind) =>
        AssertKeepsItsSize(InOrder.Seeing(_ => Off(New)).Refused(new Effect.StartVm(), kind));

    [Fact]
    public void Goes_back_to_what_it_was_when_it_fails_on_the_way() =>
        AssertKeepsItsSize(InOrder.Seeing(_ => Off(New) with { Provisioning = ProvisioningState.Failed, Failure = Situations.Fault(FaultKind.NoCapacity) }));

    [Fact]
    public void Goes_back_to_what_it_was_when_its_time_is_over() => AssertKeepsItsSize(InOrder.After(Waits.StartLimit));

    [Theory]
    [InlineData(FaultKind.Transient)]
    [InlineData(FaultKind.Throttled)]
    [InlineData(FaultKind.Conflict)]
    public void Asks_again_for_what_may_pass(FaultKind kind)
    {
        var step = InOrder.Refused(ResizeVm, kind, TimeSpan.FromMinutes(1)).Decide();

        Assert.Equal((Phase.Starting, New, TimeSpan.FromMinutes(1)), (step.Machine.Phase, step.Machine.Resize, step.Wait()));
    }

    [Fact]
    public void Says_for_what_there_is_no_room_and_what_it_stays() => Assert.Equal(
        $"Azure has no room for {New} in eastus right now. It keeps its size, {Old}, and its disks.",
        InOrder.Refused(ResizeVm, FaultKind.NoCapacity).Decide().Machine.Failure?.Summary);

    [Fact]
    public void Says_whose_quota_is_used_up() => Assert.StartsWith(
        "The subscription's StandardNCadsH100v5Family quota in eastus is used up.",
        InOrder.But(m => m with { Resize = "Standard_NC40ads_H100_v5" }).Refused(ResizeVm, FaultKind.QuotaExceeded).Decide().Machine.Failure?.Summary,
        StringComparison.Ordinal);

    // The refused start left it resized in Azure.
    [Fact]
    public void Is_made_what_it_was_before_it_is_started_again()
    {
        var again = Situations.In(Phase.Stopped).Wanting(Wanted.Running).Seeing(_ => Off(New));

        Assert.Equal([new Effect.ResizeVm(Old)], again.Decide().Effects);
    }

    [Fact]
    public void Keeps_its_new_size_for_the_next_start_when_it_is_called_off()
    {
        var step = InOrder.Wanting(Wanted.Stopped).Decide();

        Assert.Equal((Phase.Stopping, New), (step.Machine.Phase, step.Machine.Resize));
    }

    // Azure would reboot it, and somebody may be using it.
    [Theory]
    [InlineData(PowerState.Running)]
    [InlineData(PowerState.Starting)]
    public void Is_not_resized_when_somebody_started_it_outside(PowerState power)
    {
        var step = Situations.In(Phase.Stopped).But(m => m with { Resize = New }).Seeing(vm => On(Old) with { Power = power }).Decide();

        Assert.Equal((Wanted.Running, null), (step.Machine.Wanted, step.Machine.Resize));
        Assert.DoesNotContain(step.Effects, effect => effect is Effect.ResizeVm or Effect.DeallocateVm);
        Assert.Contains($"It was started in the portal, and is not resized to {New}", step.Events.Select(e => e.Text));
    }

    [Fact]
    public void Is_what_it_runs_as_when_somebody_resized_it_outside()
    {
        var machine = Situations.In(Phase.Starting).But(m => m with { StartedOutside = true }).Seeing(_ => On(New)).Decide().Machine;

        Assert.Equal((New, SomePrices.Of(New)), (machine.Placement.Size, machine.PerHour));
    }

    [Fact]
    public void Stays_what_it_is_in_its_row_when_nobody_knows_the_size_that_it_runs_as() =>
        Assert.Equal(Old, Situations.In(Phase.Starting).Seeing(_ => On("Standard_D2s_v5")).Decide().Machine.Placement.Size);

    private static SeenVm Off(string? size) => Situations.Off with { Size = size };

    private static SeenVm On(string size) => Situations.Vm(ProvisioningState.Succeeded, PowerState.Running) with { Size = size };

    private static void AssertKeepsItsSize(Situation s)
    {
        var step = s.Decide();

        Assert.Equal((Phase.Stopping, Wanted.Stopped), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Equal((Old, null, s.Machine.PerHour), (step.Machine.Placement.Size, step.Machine.Resize, step.Machine.PerHour));
        Assert.Equal([Notice.StartFailed], step.Notices());
        Assert.EndsWith($"It keeps its size, {Old}, and its disks.", step.Machine.Failure?.Summary, StringComparison.Ordinal);
    }
}
