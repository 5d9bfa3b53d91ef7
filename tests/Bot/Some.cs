using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot;

/// <summary>Machines of the scientist in every phase, as the engine would have written them.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = SettableTime.Start;

    private static readonly StageTime[] Launch =
    [
        new(Stage.Create, Now.AddMinutes(-12), Now.AddMinutes(-10)),
        new(Stage.Software, Now.AddMinutes(-10), Now.AddMinutes(-5)),
        new(Stage.Extensions, Now.AddMinutes(-5), Now.AddMinutes(-4)),
        new(Stage.Checks, Now.AddMinutes(-4), Now.AddMinutes(-3).AddSeconds(-20)),
    ];

    /// <summary>Accepted at this moment, from pytorch-a100.</summary>
    public static Machine Queued(string name = "ember-otter") => new()
    {
        Id = MachineId.FromRequest(name),
        Name = name,
        Owner = BotDesk.Scientist.Email,
        Team = "vision",
        Blueprint = new BlueprintRef("pytorch-a100", 1),
        Placements = [new Placement("Standard_NC24ads_A100_v4", "eastus"), new Placement("Standard_NC24ads_A100_v4", "southcentralus")],
        Spot = false,
        KeepOnFailure = false,
        Home = BotDesk.Channel,
        Phase = Phase.Queued,
        Wanted = Wanted.Running,
        LaunchedAt = Now,
        PhaseSince = Now,
        DueAt = Now,
        ShownAt = Now,
        LeaseLength = TimeSpan.FromHours(4),
        LongestLease = TimeSpan.FromHours(24),
        PerHour = SomePrices.Of("Standard_NC24ads_A100_v4"),
        DisksPerHour = SomePrices.Book.DisksPerHour(BotDesk.TheBlueprints.Get("pytorch-a100", 1, BotDesk.Scientist).Machine, "eastus"),
    };

    /// <summary>Seven minutes on its way: the environment is being installed.</summary>
    public static Machine OnItsWay(string name = "ember-otter") => Built(name) with
    {
        Phase = Phase.Validating,
        LaunchedAt = Now.AddMinutes(-7),
        BilledSince = Now.AddMinutes(-6),
        Stages = [new StageTime(Stage.Create, Now.AddMinutes(-7), Now.AddMinutes(-5)), new StageTime(Stage.Software, Now.AddMinutes(-5), null)],
    };

    /// <summary>Ready for three minutes, with a lease of four hours.</summary>
    public static Machine Running(string name = "ember-otter") => Built(name) with
    {
        Phase = Phase.Running,
        Stages = [.. Launch],
        RunningSince = Now.AddMinutes(-3),
        LeaseEndsAt = Now.AddMinutes(-3).AddHours(4),
        BilledSince = Now.AddMinutes(-11),
        Checks = [new CheckResult("driver", true, 1.4, "580.173.02"), new CheckResult("torch cuda", true, 2.1, "True")],
    };

    public static Machine Stopping(string name = "ember-otter") => Running(name) with
    {
        Phase = Phase.Stopping,
        Wanted = Wanted.Stopped,
        Reason = "stopped by scientist",
        LeaseEndsAt = null,
    };

    public static Machine Stopped(string name = "ember-otter") => Stopping(name) with
    {
        Phase = Phase.Stopped,
        RunningSince = null,
        BilledSince = null,
        BilledTimes = Billed(TimeSpan.FromHours(2)),
    };

    public static Machine Evicted(string name = "ember-otter") => Stopped(name) with
    {
        Phase = Phase.Evicted,
        Reason = "Azure took the spot capacity back",
        Spot = true,
        PerHour = SomePrices.Of("Standard_NC24ads_A100_v4", spot: true),
        BilledTimes = Billed(TimeSpan.FromHours(2), spot: true),
    };

    /// <summary>A second start of a stopped machine: it boots.</summary>
    public static Machine StartingAgain(string name = "ember-otter") => Stopped(name) with
    {
        Phase = Phase.Starting,
        Wanted = Wanted.Running,
        Reason = null,
        Start = 2,
        Checks = [],
        Stages = [new StageTime(Stage.Boot, Now.AddSeconds(-40), null)],
    };

    /// <summary>A check failed; its VM is being removed.</summary>
    public static Machine Failed(string name = "ember-otter") => Built(name) with
    {
        Phase = Phase.Failed,
        Wanted = Wanted.Deleted,
        Stages = [.. Launch],
        BilledSince = Now.AddMinutes(-11),
        Failure = new Failure("Check \"torch cuda\" failed on the machine.", "False\nexpected it to print \"True\""),
    };

    public static Machine FailedAndRemoved(string name = "ember-otter") =>
        Failed(name) with { GoneAt = Now, BilledSince = null, BilledTimes = Billed(TimeSpan.FromMinutes(12)) };

    /// <summary>Failed too, but launched with --keep-on-failure.</summary>
    public static Machine Kept(string name = "ember-otter") =>
        Failed(name) with { Wanted = Wanted.Running, KeepOnFailure = true, LeaseEndsAt = Now.AddHours(4) };

    public static Machine Deleting(string name = "ember-otter") => Running(name) with
    {
        Phase = Phase.Deleting,
        Wanted = Wanted.Deleted,
        Reason = "terminated by scientist",
        LeaseEndsAt = null,
    };

    public static Machine Deleted(string name = "ember-otter") => Deleting(name) with
    {
        Phase = Phase.Deleted,
        GoneAt = Now,
        BilledSince = null,
        BilledTimes = Billed(TimeSpan.FromHours(2)),
    };

    public const string NoSnapshot = "A snapshot of its disks is wanted and cannot be made, and without it the machine is not deleted. "
        + "Azure has failed 3 times to make it. `terminate ember-otter` deletes it without.";

    /// <summary>Stopped for too long, and to go once there is a snapshot of its disks.</summary>
    public static Machine AwaitingSnapshots(string name = "ember-otter") => Stopped(name) with
    {
        Phase = Phase.Deleting,
        Wanted = Wanted.Deleted,
        Reason = "stopped for 7 d; 7 d are allowed",
        Snapshots = DiskSnapshots.From(Now, TimeSpan.FromDays(30)),
    };

    public static Machine DeletedWithSnapshots(string name = "ember-otter") => AwaitingSnapshots(name) with
    {
        Phase = Phase.Deleted,
        GoneAt = Now,
        Snapshots = DiskSnapshots.From(Now, TimeSpan.FromDays(30)) with { AreMade = true },
    };

    /// <summary>So much, since yesterday at this time.</summary>
    public static ImmutableArray<BilledTime> Billed(TimeSpan time, bool spot = false) =>
        [BilledTime.Whole(Now.AddDays(-1), Now.AddDays(-1) + time, SomePrices.Of("Standard_NC24ads_A100_v4", spot))];

    private static Machine Built(string name) => Queued(name) with
    {
        LaunchedAt = Now.AddMinutes(-12),
        PhaseSince = Now.AddMinutes(-3),
        VmId = $"/subscriptions/sub/resourceGroups/gpu-machines/providers/Microsoft.Compute/virtualMachines/gpu-{MachineId.FromRequest(name)}",
    };
}
