using System.Collections.Immutable;
using ChatOps.Azure.Prices;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Bench;

/// <summary>Puts machines into a store as the product would have left them, hundreds in one transaction.</summary>
internal sealed class Stock(ITable machines, ITable names, Blueprint blueprint, DateTimeOffset now)
{
    /// <summary>People in teams of five.</summary>
    public static ImmutableArray<Person> People { get; } =
        [.. Enumerable.Range(0, 50).Select(i => new Person(Email(i), IsAdmin: false, [TeamOf(i / 5)]))];

    /// <summary>Running machines, with nothing to do for hours but for the first <paramref name="due"/>, which are due now.</summary>
    /// <param name="from">How many there are already.</param>
    /// <param name="but">What is different about one of them, by its number.</param>
    public async Task<IReadOnlyList<Machine>> AddLiveAsync(
        int from, int count, int due, CancellationToken cancellationToken, Func<int, Machine, Machine>? but = null)
    {
        var bulk = new BulkTable(machines);
        var store = new MachineStore(bulk, NoNudges.Instance);
        var (live, named) = (new List<Machine>(), new BulkTable(names));
        var reserved = new NameStore(named, store, new StandingClock(now));
        for (var i = from; i < from + count; i++)
        {
            var machine = Running(i, "live") with { Name = $"machine-{i}" };
            machine = machine.LookAt(i < from + due ? now : now + TimeSpan.FromHours(11));
            if (but is not null) machine = but(i, machine);
            await store.CreateAsync(Lived(machine), cancellationToken);
            await reserved.TryReserveAsync(machine.Name, machine.Id, cancellationToken);
            live.Add(machine);
        }
        await bulk.FlushAsync(cancellationToken);
        await named.FlushAsync(cancellationToken);
        return live;
    }

    /// <summary>Machines that are history, with their events.</summary>
    public async Task AddDeletedAsync(int count, CancellationToken cancellationToken)
    {
        var bulk = new BulkTable(machines);
        var store = new MachineStore(bulk, NoNudges.Instance);
        for (var i = 0; i < count; i++)
        {
            var machine = Running(i, "deleted") with { Name = $"gone-{i}" };
            await store.CreateAsync(Lived(machine), cancellationToken);
            if (await store.GetAsync(machine.Id, cancellationToken) is not { } stored) throw new InvalidOperationException("It was just written.");
            var gone = new Step(stored.Machine with { Phase = Phase.Deleted, Wanted = Wanted.Deleted, GoneAt = now }, now).Record(EventKind.Deleted, "Deleted");
            await store.SaveAsync(stored, gone, cancellationToken);
            if (i % 2000 == 1999) await bulk.FlushAsync(cancellationToken);
        }
        await bulk.FlushAsync(cancellationToken);
    }

    public static MachineId IdOf(int number, string kind = "live") => MachineId.FromRequest($"{kind}/{number}");

    private Machine Running(int number, string kind)
    {
        var owner = People[number % People.Length];
        var id = IdOf(number, kind);
        var launched = now - TimeSpan.FromHours(1);
        var subscription = "/subscriptions/00000000-0000-4000-8000-00000000c0de/resourceGroups/gpu-machines/providers";
        return new Machine
        {
            Id = id,
            Name = "",
            Owner = owner.Email,
            Team = owner.Teams[0].Name,
            Blueprint = blueprint.Ref,
            Placements = [.. blueprint.Machine.Regions.SelectMany(region => blueprint.SizesWith(1).Select(size => new Placement(size.Name, region)))],
            Spot = false,
            KeepOnFailure = false,
            Home = Conversation.Direct("bench", owner.Email),
            Phase = Phase.Running,
            Wanted = Wanted.Running,
            LaunchedAt = launched,
            PhaseSince = launched,
            DueAt = now + TimeSpan.FromHours(11),
            ShownAt = launched,
            LeaseLength = TimeSpan.FromHours(20),
            LongestLease = TimeSpan.FromDays(300),
            RunningSince = launched,
            LeaseEndsAt = now + TimeSpan.FromHours(19),
            PerHour = ShippedPrices.Book.PerHour(blueprint.SizesWith(1).First().Name, blueprint.Machine.Regions[0], spot: false),
            BilledSince = launched,
            Stages = [.. new[] { Stage.Create, Stage.Software, Stage.Extensions, Stage.Checks }.Select(stage => new StageTime(stage, launched, launched))],
            Checks = [.. blueprint.Checks.Select(check => new CheckResult(check.Name, Passed: true, 1.4, "True"))],
            VmId = $"{subscription}/Microsoft.Compute/virtualMachines/gpu-{id}",
            NicIds = [$"{subscription}/Microsoft.Network/networkInterfaces/gpu-{id}-nic-00000001"],
        };
    }

    /// <summary>With the events of a launch behind it.</summary>
    private Step Lived(Machine machine) => new Step(machine, now)
        .Record(EventKind.Requested, $"Launched from {machine.Blueprint} for 20 h, charged to {machine.Team}", machine.Owner)
        .Record(EventKind.CreateStarted, $"Creating {machine.Placement.Size} in {machine.Placement.Region}")
        .Record(EventKind.Created, $"The VM is there: {machine.Placement.Size} in {machine.Placement.Region}")
        .Record(EventKind.SoftwareInstalled, "The environment is installed")
        .Record(EventKind.ExtensionsInstalled, "Sign-in and driver are set up")
        .Record(EventKind.ChecksPassed, "7 checks passed on the machine")
        .Record(EventKind.Running, "Running, with a lease of 20 h");

    private static Team TeamOf(int number) => new()
    {
        Name = $"team{number}",
        Title = $"Team {number}",
        Managers = [],
        Members = [.. Enumerable.Range(number * 5, 5).Select(Email)],
    };

    private static string Email(int number) => $"person{number}@contoso.example";

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
