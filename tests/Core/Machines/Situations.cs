using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Machines;

/// <summary>For each phase a situation in which everything is in order, for tests to change one thing of.</summary>
internal static class Situations
{
    public static readonly DateTimeOffset Now = SettableTime.Start;

    public static BlueprintCatalog Catalog { get; } = BlueprintCatalog.Load(Repository.Blueprints, drafts: true);

    public static Blueprint Blueprint(string name) => Catalog.All.First(b => b.Name == name);

    /// <summary>A minute into the phase, just shown; <see cref="Phase.Deleted"/> is history and in no situation.</summary>
    public static Situation In(Phase phase, string blueprint = "pytorch-a100")
    {
        var launched = Launched(Blueprint(blueprint));
        var machine = launched with { Phase = phase };
        var ready = Vm(ProvisioningState.Succeeded, PowerState.Running);
        return phase switch
        {
            Phase.Queued => Of(machine, null),
            Phase.Provisioning => Of(machine.Enter(Stage.Create, machine.PhaseSince), Vm(ProvisioningState.Creating, PowerState.Unknown)),
            Phase.Validating => Of(Billed(machine.Enter(Stage.Software, machine.PhaseSince)), ready, Run(RunState.Running, "install-1")),
            Phase.Running => Of(OnLease(Billed(machine)), ready),
            Phase.Stopping =>
                Of(Billed(machine) with { Wanted = Wanted.Stopped, RunningSince = Now.AddHours(-1) }, Vm(ProvisioningState.Updating, PowerState.Deallocating)),
            Phase.Stopped => Of(machine with { Wanted = Wanted.Stopped }, Off),
            Phase.Evicted => Of(machine with { Wanted = Wanted.Stopped, Spot = true }, Off),
            Phase.Starting => Of(machine.Enter(Stage.Boot, machine.PhaseSince) with { Start = 2 }, Vm(ProvisioningState.Updating, PowerState.Starting)),
            Phase.Failed =>
                Of(
                    Billed(machine) with { Wanted = Wanted.Deleted, Failure = new Failure("It did not work.") },
                    Vm(ProvisioningState.Deleting, PowerState.Unknown)),
            Phase.Deleting => Of(Billed(machine) with { Wanted = Wanted.Deleted }, Vm(ProvisioningState.Deleting, PowerState.Unknown)),
            _ => throw new ArgumentOutOfRangeException(nameof(phase)),
        };
    }

    /// <summary>Set up to its checks: launched when <paramref name="start"/> is 1, else started again.</summary>
    public static Situation Checking(int start = 1) => In(Phase.Validating)
        .But(m => m.Enter(Stage.Checks, m.PhaseSince) with { Start = start })
        .Seeing(Run(RunState.Running, $"checks-{start}"));

    /// <summary>Kept for debugging after it failed, on a lease.</summary>
    public static Situation Kept() => In(Phase.Failed)
        .But(m => OnLease(m) with { KeepOnFailure = true, Wanted = Wanted.Running })
        .Seeing(_ => Vm(ProvisioningState.Succeeded, PowerState.Running));

    public static SeenVm Vm(ProvisioningState provisioning, PowerState power) =>
        new() { Id = "/subscriptions/0/vm", Provisioning = provisioning, Power = power, NicIds = ["/subscriptions/0/nic"] };

    public static SeenVm Off { get; } = Vm(ProvisioningState.Succeeded, PowerState.Deallocated);

    public static SeenRun Run(RunState state, string name, string output = "", int? exitCode = null) => new(name, state, exitCode, output, "");

    public static CloudFault Fault(FaultKind kind, TimeSpan? retryAfter = null) => new(kind, "AzureCode", "RAW AZURE TEXT", retryAfter);

    private static Machine Launched(Blueprint blueprint) => new()
    {
        Id = new MachineId("a1b2c3d4e5f60718"),
        Name = "ember-otter",
        Owner = "scientist@contoso.example",
        Team = "vision",
        Blueprint = blueprint.Ref,
        Placements = [.. blueprint.Machine.Regions.Select(region => new Placement(blueprint.FirstSize.Name, region))],
        Spot = false,
        KeepOnFailure = false,
        Home = new Conversation("terminal", "vision", IsDirect: false),
        Phase = Phase.Queued,
        Wanted = Wanted.Running,
        LaunchedAt = Now.AddMinutes(-1),
        PhaseSince = Now.AddMinutes(-1),
        DueAt = Now,
        ShownAt = Now,
        LeaseLength = blueprint.Lifetime.Default,
        LongestLease = blueprint.Lifetime.Max,
        PerHour = SomePrices.Of(blueprint.FirstSize.Name),
    };

    private static Machine Billed(Machine machine) =>
        machine with { BilledSince = Now.AddHours(-1), VmId = "/subscriptions/0/vm", NicIds = ["/subscriptions/0/nic"] };

    private static Machine OnLease(Machine machine) => machine with { RunningSince = Now.AddHours(-1), LeaseEndsAt = Now.AddHours(3) };

    private static Situation Of(Machine machine, SeenVm? vm, SeenRun? run = null) =>
        new(machine, new Observation { Vm = vm, Run = run }, Blueprint(machine.Blueprint.Name), UnsentWarning: false, Now)
        {
            Prices = SomePrices.Book,
        };
}
