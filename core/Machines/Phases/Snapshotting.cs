using System.Collections.Immutable;

namespace ChatOps.Core.Machines.Phases;

/// <summary>
/// Stands before a machine's deletion where a snapshot of its disks is wanted. It goes when Azure has said that all of them are there, and no
/// sooner, however long that takes: to lose what is on its disks is worse than to pay for them.
/// </summary>
internal static class Snapshotting
{
    /// <summary>So many have failed when people are told.</summary>
    private const int ManyFailures = 3;

    /// <summary>The next step, or null when none is wanted, or all are made.</summary>
    public static Step? Next(Situation s)
    {
        if (s.Machine.Snapshots is not { AreMade: false } wanted) return null;
        if (s.Seen.Fault is { } fault) return s.Refused(fault, Trouble(s.Machine, FaultAdvice.For(fault, s.Machine)));
        // Off, what is on its disks is whole; and while they are copied it costs no more than they do.
        if (s.Seen.Vm is { Power: not PowerState.Deallocated, Provisioning: not ProvisioningState.Deleting } vm)
            return vm.Power == PowerState.Deallocating ? s.Stay(s.Watch) : s.Stay(s.Watch).Do(new Effect.DeallocateVm());
        var off = s with { Machine = s.Machine.StopBilling(s.Now) };
        if (s.Seen.Disks.IsEmpty) return off.Stay(TimeSpan.Zero).With(m => m with { Snapshots = null, Trouble = null });
        if (s.Seen.Disks.All(disk => disk.Snapshot is { Provisioning: ProvisioningState.Succeeded })) return Made(off, wanted);
        ImmutableArray<string> failed = [.. s.Seen.Disks.Select(disk => disk.Snapshot).OfType<SeenSnapshot>().Where(HasFailed).Select(snapshot => snapshot.Id)];
        if (!failed.IsEmpty) return Discard(off, wanted, failed);
        if (s.Seen.Disks.All(disk => disk.Snapshot is not null)) return off.Stay(s.Watch);
        return wanted.RetryAt is { } at && at > s.Now ? off.Stay(at - s.Now) : Ask(off, wanted);
    }

    private static bool HasFailed(SeenSnapshot snapshot) => snapshot.Provisioning is ProvisioningState.Failed or ProvisioningState.Canceled;

    /// <summary>For all of them, also those that are there: what took several tries is kept for no shorter, and all for as long.</summary>
    private static Step Ask(Situation s, DiskSnapshots wanted)
    {
        var asked = DiskSnapshots.From(s.Now, wanted.Keep) with { Failures = wanted.Failures };
        return s.Stay(s.Watch)
            .With(m => m with { Snapshots = asked })
            .Do(new Effect.SnapshotDisks(s.Blueprint, [.. s.Seen.Disks.Select(disk => disk.Id)], asked.Until));
    }

    /// <summary>A snapshot that failed is in the way of the next one.</summary>
    private static Step Discard(Situation s, DiskSnapshots wanted, ImmutableArray<string> failed)
    {
        var step = s.Stay(s.Watch).Do(new Effect.DeleteLeftovers(failed));
        if (wanted.RetryAt is not null) return step;
        var failures = wanted.Failures + 1;
        step = step.With(m => m with { Snapshots = wanted with { Failures = failures, RetryAt = s.Now + Waits.Mending } });
        return failures < ManyFailures || s.Machine.Trouble is not null
            ? step
            : step.Trouble(Trouble(s.Machine, $"Azure has failed {Words.Plural.Of(failures, "time")} to make it."));
    }

    private static Step Made(Situation s, DiskSnapshots wanted) => s.Stay(s.Watch)
        .With(m => m with { Snapshots = wanted with { AreMade = true, RetryAt = null }, Trouble = null })
        .Record(EventKind.SnapshotsMade, $"A snapshot of its disks is kept until {wanted.Until:yyyy-MM-dd}")
        .Do(new Effect.DeleteVm());

    private static string Trouble(Machine machine, string why) =>
        $"A snapshot of its disks is wanted and cannot be made, and without it the machine is not deleted. {why} "
        + $"`terminate {machine.Name}` deletes it without.";
}
