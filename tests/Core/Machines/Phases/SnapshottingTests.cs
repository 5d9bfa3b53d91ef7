using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

/// <summary>A machine that the reaper deletes, where a snapshot of its disks is wanted first: what it takes until its VM may go.</summary>
public sealed class SnapshottingTests
{
    private const string Os = "/subscriptions/0/os";
    private const string Data = "/subscriptions/0/data";

    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    private static readonly DateOnly InThirtyDays = DateOnly.FromDateTime((Situations.Now + Keep).UtcDateTime);

    /// <summary>Off, and nothing has been asked for yet.</summary>
    private static readonly Situation Awaiting = Situations.In(Phase.Deleting)
        .But(m => m with { Snapshots = DiskSnapshots.From(Situations.Now.AddDays(-1), Keep) })
        .Seeing(PowerState.Deallocated)
        .With(null, null);

    [Fact]
    public void Begins_without_touching_the_VM()
    {
        var step = Situations.In(Phase.Stopped).Wanting(Wanted.Deleted).But(m => m with { Snapshots = DiskSnapshots.From(Situations.Now, Keep) }).Decide();

        Assert.Equal((Phase.Deleting, TimeSpan.Zero), (step.Machine.Phase, step.Wait()));
        Assert.Empty(step.Effects);
        Assert.Equal([EventKind.DeleteStarted], step.Kinds());
    }

    [Fact]
    public void Asks_for_a_snapshot_of_each_disk_and_writes_until_when_first()
    {
        var step = Awaiting.Decide();

        var asked = Assert.IsType<Effect.SnapshotDisks>(Assert.Single(step.Effects));
        Assert.Equal([Os, Data], asked.Disks);
        Assert.Equal((InThirtyDays, InThirtyDays), (asked.Until, step.Machine.Snapshots?.Until));
        Assert.Equal("pytorch-a100", asked.Blueprint?.Name);
    }

    [Theory]
    [InlineData(ProvisioningState.Creating, ProvisioningState.Succeeded)]
    [InlineData(ProvisioningState.Succeeded, ProvisioningState.Updating)]
    [InlineData(ProvisioningState.Deleting, ProvisioningState.Succeeded)]
    public void Waits_while_one_is_not_there_yet(ProvisioningState os, ProvisioningState data)
    {
        var step = Awaiting.With(os, data).Decide();

        Assert.Empty(step.Effects);
        Assert.True(step.Machine.AwaitsSnapshots);
    }

    [Fact]
    public void Asks_again_for_all_when_one_is_missing()
    {
        var step = Awaiting.With(ProvisioningState.Succeeded, null).Decide();

        Assert.Equal([Os, Data], Assert.IsType<Effect.SnapshotDisks>(Assert.Single(step.Effects)).Disks);
    }

    [Fact]
    public void Deletes_the_VM_when_all_are_there_and_notes_until_when_they_are_kept()
    {
        var step = Awaiting.With(ProvisioningState.Succeeded, ProvisioningState.Succeeded).Decide();

        Assert.Equal([new Effect.DeleteVm()], step.Effects);
        Assert.Equal((false, true), (step.Machine.AwaitsSnapshots, step.Machine.Snapshots?.AreMade));
        Assert.Equal("A snapshot of its disks is kept until 2026-12-17", Assert.Single(step.Events).Text);
    }

    [Fact]
    public void Deletes_the_VM_also_when_the_program_died_before_it_could()
    {
        var made = Awaiting.With(ProvisioningState.Succeeded, ProvisioningState.Succeeded);

        Assert.Equal([new Effect.DeleteVm()], made.Then(made.Decide()).Decide().Effects);
    }

    [Theory]
    [InlineData(PowerState.Running, true)]
    [InlineData(PowerState.Stopped, true)]
    [InlineData(PowerState.Deallocating, false)]
    public void Is_off_before_its_disks_are_copied(PowerState power, bool isAsked)
    {
        var step = Awaiting.Seeing(power).Decide();

        Assert.Equal(isAsked ? [new Effect.DeallocateVm()] : [], step.Effects);
    }

    [Fact]
    public void Is_billed_until_it_is_off()
    {
        Assert.NotNull(Awaiting.Seeing(PowerState.Deallocating).Decide().Machine.BilledSince);
        Assert.Null(Awaiting.Decide().Machine.BilledSince);
    }

    [Theory]
    [InlineData(ProvisioningState.Failed)]
    [InlineData(ProvisioningState.Canceled)]
    public void Removes_one_that_failed_and_tries_again_later(ProvisioningState failed)
    {
        var step = Awaiting.With(ProvisioningState.Succeeded, failed).Decide();
        Assert.Equal([$"{Data}-snapshot"], Assert.IsType<Effect.DeleteLeftovers>(Assert.Single(step.Effects)).Ids);

        var removed = Awaiting.With(ProvisioningState.Succeeded, null).Then(step, TimeSpan.FromSeconds(20));
        Assert.Empty(removed.Decide().Effects);
        Assert.Equal(Waits.Mending - TimeSpan.FromSeconds(20), removed.Decide().Wait());

        var again = removed.Then(removed.Decide(), Waits.Mending).Decide();
        Assert.IsType<Effect.SnapshotDisks>(Assert.Single(again.Effects));
        Assert.Null(again.Machine.Trouble);
    }

    [Fact]
    public void A_failure_is_counted_once_however_often_it_is_seen()
    {
        var failed = Awaiting.With(ProvisioningState.Failed, ProvisioningState.Succeeded);
        var seen = failed.Then(failed.Decide(), TimeSpan.FromSeconds(10));

        Assert.Equal(1, seen.Decide().Machine.Snapshots?.Failures);
        Assert.IsType<Effect.DeleteLeftovers>(Assert.Single(seen.Decide().Effects));
    }

    [Fact]
    public void After_three_failures_people_are_told_once_and_it_is_not_deleted()
    {
        var twice = Awaiting.But(m => m with { Snapshots = m.Snapshots is { } s ? s with { Failures = 2 } : null });
        var step = twice.With(ProvisioningState.Failed, ProvisioningState.Failed).Decide();

        Assert.Equal(
            "A snapshot of its disks is wanted and cannot be made, and without it the machine is not deleted. Azure has failed 3 times to make it. "
            + "`terminate ember-otter` deletes it without.",
            step.Machine.Trouble);
        Assert.Equal([Notice.Refused], step.Notices());
        Assert.DoesNotContain(step.Effects, effect => effect is Effect.DeleteVm);

        var later = twice.Then(step, Waits.Mending);
        Assert.IsType<Effect.SnapshotDisks>(Assert.Single(later.Decide().Effects));
        var fourth = later.Then(later.Decide(), TimeSpan.FromMinutes(1)).With(ProvisioningState.Failed, ProvisioningState.Failed).Decide();
        Assert.Empty(fourth.Notices());
    }

    [Fact]
    public void What_took_many_tries_is_kept_for_as_long_from_then_on_and_the_trouble_is_over()
    {
        var late = Awaiting.But(m => m with { Trouble = "It cannot be made." }).After(TimeSpan.FromDays(40));
        var asked = late.Decide();
        Assert.Equal(InThirtyDays.AddDays(40), asked.Machine.Snapshots?.Until);

        var made = late.Then(asked).With(ProvisioningState.Succeeded, ProvisioningState.Succeeded).Decide();
        Assert.Null(made.Machine.Trouble);
        Assert.Equal(InThirtyDays.AddDays(40), made.Machine.Snapshots?.Until);
    }

    [Fact]
    public void What_Azure_refuses_is_asked_for_again_and_told_after_a_while()
    {
        var refused = Awaiting.Refused(new Effect.SnapshotDisks(null, [], default), FaultKind.Denied);
        Assert.Null(refused.Decide().Machine.Trouble);

        var step = refused.After(Waits.Patience).Decide();
        Assert.Contains("without it the machine is not deleted. Azure does not let this product do that", step.Machine.Trouble, StringComparison.Ordinal);
        Assert.Equal([Notice.Refused], step.Notices());
        Assert.Equal(Waits.Mending, step.Wait());
        Assert.Empty(step.Effects);
    }

    [Fact]
    public void Disks_that_outlived_their_VM_are_snapshotted_before_they_go()
    {
        var step = (Awaiting with { Seen = Awaiting.Seen with { Vm = null, Leftovers = [Os, Data] } }).Decide();

        Assert.Equal([Os, Data], Assert.IsType<Effect.SnapshotDisks>(Assert.Single(step.Effects)).Disks);
    }

    [Fact]
    public void Where_no_disk_is_left_there_is_nothing_to_wait_for()
    {
        var gone = Awaiting.SeeingNoVm();
        var step = gone.Decide();

        Assert.Null(step.Machine.Snapshots);
        Assert.True(gone.Then(step).Decide().Machine.IsGone);
    }

    [Fact]
    public void Who_terminates_it_does_not_wait() =>
        Assert.Equal([new Effect.DeleteVm()], Awaiting.But(m => m with { Snapshots = null }).Decide().Effects);
}

internal static class SeenSnapshots
{
    /// <summary>Both disks, with how far their snapshots are.</summary>
    public static Situation With(this Situation s, ProvisioningState? os, ProvisioningState? data) => s with
    {
        Seen = s.Seen with { Disks = [Disk("/subscriptions/0/os", os), Disk("/subscriptions/0/data", data)] },
    };

    private static SeenDisk Disk(string id, ProvisioningState? snapshot) => new(id, snapshot is { } state ? new SeenSnapshot($"{id}-snapshot", state) : null);
}
