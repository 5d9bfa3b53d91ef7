using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Core.Words;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.State;

/// <summary>A machine as its launch writes it.</summary>
internal static class SampleMachine
{
    public static Machine Of(string id, string name = "ember-otter") => new()
    {
        Id = new MachineId(id.PadRight(16, '0')),
        Name = name,
        Owner = "scientist@contoso.example",
        Team = "vision",
        Blueprint = new BlueprintRef("pytorch-a100", 1),
        Placements = [new Placement("Standard_NC24ads_A100_v4", "eastus"), new Placement("Standard_NC24ads_A100_v4", "westus2")],
        Spot = false,
        KeepOnFailure = false,
        Home = new Conversation("terminal", "vision", IsDirect: false),
        Phase = Phase.Queued,
        Wanted = Wanted.Running,
        LaunchedAt = SettableTime.Start,
        PhaseSince = SettableTime.Start,
        DueAt = SettableTime.Start,
        LeaseLength = TimeSpan.FromHours(4),
        LongestLease = TimeSpan.FromHours(24),
    };

    public static Step FirstStep(string id, string name = "ember-otter") =>
        new Step(Of(id, name), SettableTime.Start).Record(EventKind.Requested, "Launched", "scientist@contoso.example").Tell(Notice.CardChanged);

    public static Machine Gone(this Machine machine) =>
        machine with { Phase = Phase.Deleted, Wanted = Wanted.Deleted, GoneAt = SettableTime.Start.AddHours(1) };

    /// <summary>A live one with no field left at its default, so that none can be forgotten when a row is written.</summary>
    public static Machine WithEverything(string id) => Of(id) with
    {
        Attempt = 1,
        Resize = "Standard_NC48ads_A100_v4",
        Discarding = true,
        Project = "ocr",
        Spot = true,
        KeepOnFailure = true,
        Reason = "its lease ended",
        Phase = Phase.Validating,
        Wanted = Wanted.Stopped,
        ShownAt = SettableTime.Start,
        Stages =
        [
            new StageTime(Stage.Create, SettableTime.Start, SettableTime.Start.AddMinutes(2)),
            new StageTime(Stage.Software, SettableTime.Start.AddMinutes(2), null),
        ],
        Start = 2,
        RunningSince = SettableTime.Start,
        LeaseEndsAt = SettableTime.Start.AddHours(4),
        Warned = TimeSpan.FromMinutes(30),
        WarnedAt = SettableTime.Start,
        Failure = new Failure("No capacity", "last lines\n\"quoted\""),
        Checks = [new CheckResult("driver", true, 1.5, "580")],
        VmId = "/subscriptions/0/vm",
        NicIds = ["/subscriptions/0/nic"],
        PerHour = new Money(3.673m, "USD"),
        MostPerHour = new Money(4.5m, "USD"),
        DisksPerHour = new Money(0.152377m, "USD"),
        ResizePerHour = new Money(7.346m, "USD"),
        BeforePerHour = new Money(9m, "USD"),
        ReapedUntil = SettableTime.Start.AddHours(4),
        PlacedAt = SettableTime.Start.AddMinutes(1),
        BilledSince = SettableTime.Start,
        BilledTimes = [BilledTime.Whole(SettableTime.Start.AddHours(-2), SettableTime.Start.AddHours(-1), new Money(3.673m, "USD"))],
        BilledBefore = TimeSpan.FromMinutes(90),
        Seq = 7,
        IdleAfter = TimeSpan.FromMinutes(15),
        Idle = new IdleState
        {
            Warning = new IdleWarning(
                RuleName.IdleGpu, SettableTime.Start, SettableTime.Start.AddSeconds(2), TimeSpan.FromMinutes(10), VerdictKind.Stop,
                "0 % on its GPU for 42 min.", SettableTime.Start.AddMinutes(-42))
            {
                Keep = TimeSpan.FromMinutes(30),
                LongKeep = TimeSpan.FromHours(2),
                IsRehearsal = true,
                WasRehearsed = true,
            },
            CalledOff = "Its GPU was at 90 % just now.",
            KeptUntil = SettableTime.Start.AddHours(1),
            KeptAt = SettableTime.Start.AddMinutes(-1),
            Keeps = 2,
            KeepRefused = true,
            KeepSaid = SettableTime.Start.AddHours(2),
            HeldSince = SettableTime.Start.AddHours(-9),
            HeldSeen = "python (pid 4182) holds 38 GiB of its GPU.",
            HeldTold = HeldTold.Managers,
            QuietTold = true,
            EvictionTold = SettableTime.Start.AddSeconds(30),
        },
    };
}
