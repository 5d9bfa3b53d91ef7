using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;

namespace ChatOps.Core.Orders;

/// <summary>Turns an order into a machine's first row. Nothing is done to Azure here; the engine does the rest.</summary>
public sealed class Launching(
    BlueprintCatalog blueprints, MachineStore machines, NameStore names, RequestStore requests, LastLaunchStore last, NameMaker maker, TimeProvider time)
{
    /// <summary>What the person asked for the last time; null for nothing yet.</summary>
    public Task<LastLaunch?> LastAsync(Person person, CancellationToken cancellationToken) => last.FindAsync(person.Email, cancellationToken);

    /// <exception cref="UserError">The order asks for what there is not.</exception>
    public async Task<LaunchOutcome> LaunchAsync(Person person, LaunchOrder order, CancellationToken cancellationToken)
    {
        var id = MachineId.FromRequest(order.RequestId);
        if (await machines.FindAsync(id, cancellationToken) is { } same) return new LaunchOutcome.Launched(same);
        // It was pointed to another machine; that one may run by now, and still one is what was wanted.
        if (await requests.FindAsync(order.RequestId, cancellationToken) is { } meant && await machines.FindAsync(meant, cancellationToken) is { } other)
            return new LaunchOutcome.AlreadyOnItsWay(other);

        var blueprint = blueprints.Get(order.Blueprint, order.Version, person);
        var placements = Placements(blueprint, order);
        var lease = LeaseOf(blueprint, order);
        var team = TeamOf(person, order);
        if (!order.Another && await OnItsWayAsync(id, person, blueprint, cancellationToken) is { } onItsWay)
        {
            await requests.KeepAsync(order.RequestId, onItsWay.Id, cancellationToken);
            return new LaunchOutcome.AlreadyOnItsWay(onItsWay);
        }

        var now = time.GetUtcNow();
        var reason = order.Reason is { } why ? $": {why}" : "";
        await last.KeepAsync(person.Email, new LastLaunch(order.Blueprint, order.Lease, order.Gpus, order.Spot), cancellationToken);
        var spot = order.Spot || blueprint.Machine.Spot == SpotUse.Default;
        var machine = new Machine
        {
            Id = id,
            Name = await NameAsync(id, order.Name, cancellationToken),
            Owner = person.Email,
            Team = team.Name,
            Blueprint = blueprint.Ref,
            Placements = placements,
            Spot = spot,
            KeepOnFailure = order.KeepOnFailure,
            Home = order.Home,
            Phase = Phase.Queued,
            Wanted = Wanted.Running,
            LaunchedAt = now,
            PhaseSince = now,
            DueAt = now,
            ShownAt = now,
            LeaseLength = lease,
            LongestLease = blueprint.Lifetime.Max,
            PerHour = Sizes.SizeCatalog.Get(placements[0].Size).PerHour(spot),
        };
        var first = new Step(machine, now)
            .Record(EventKind.Requested, $"Launched from {blueprint.Ref} for {Durations.Show(lease)}, charged to {team.Name}{reason}", person.Email)
            .Tell(Notice.CardChanged);
        if (await machines.CreateAsync(first, cancellationToken)) return new LaunchOutcome.Launched(machine);
        // The same request was being handled at the same moment; its machine is the one.
        return new LaunchOutcome.Launched(await machines.FindAsync(id, cancellationToken) ?? machine);
    }

    /// <summary>What a blueprint's machine may be built from: each region in turn, and in it each fitting size.</summary>
    private static ImmutableArray<Placement> Placements(Blueprint blueprint, LaunchOrder order)
    {
        var gpus = order.Gpus ?? blueprint.Machine.Gpus[0];
        if (!blueprint.Machine.Gpus.Contains(gpus))
        {
            var counts = Listing.Or(blueprint.Machine.Gpus.Select(n => $"{n}"));
            throw new UserError($"{blueprint.Name} comes with {counts} {(blueprint.Machine.Gpus is [1] ? "GPU" : "GPUs")}, not {gpus}.", "gpus");
        }
        if (order.Region is { } region && !blueprint.Machine.Regions.Contains(region))
            throw new UserError($"{blueprint.Name} can be launched in {Listing.Or(blueprint.Machine.Regions)}, not in {Echo.Name(region)}."
                + NearMiss.Hint(region, blueprint.Machine.Regions), "region");
        if (order.Spot && blueprint.Machine.Spot == SpotUse.Never)
            throw new UserError($"{blueprint.Name} does not run on spot capacity. Launch it without --spot.", "spot");
        var regions = order.Region is { } one ? [one] : blueprint.Machine.Regions;
        return [.. regions.SelectMany(r => blueprint.SizesWith(gpus).Select(size => new Placement(size.Name, r)))];
    }

    private static TimeSpan LeaseOf(Blueprint blueprint, LaunchOrder order)
    {
        var lease = order.Lease ?? blueprint.Lifetime.Default;
        if (lease > blueprint.Lifetime.Max)
            throw new UserError($"{blueprint.Name} can be had for {Durations.Show(blueprint.Lifetime.Max)} at most, not {Durations.Show(lease)}. "
                + "Launch it for less; you can extend it later.", "hours");
        if (lease < BlueprintFile.ShortestLease)
            throw new UserError($"The shortest lease is {Durations.Show(BlueprintFile.ShortestLease)}. Try `launch {blueprint.Name} for 1h`.", "hours");
        return lease;
    }

    /// <summary>The team asked for, else the one whose channel this is, else the person's first.</summary>
    private static Team TeamOf(Person person, LaunchOrder order)
    {
        if (person.Teams.IsEmpty)
            throw new UserError("You are in no team that a machine could be charged to. Ask the platform team to add you to one in policy.yaml.");
        if (order.Team is { } asked)
            return person.Teams.FirstOrDefault(t => t.Name == asked)
                ?? throw new UserError($"You are not in team {Echo.Name(asked)}. You can charge to {Listing.Or(person.Teams.Select(t => t.Name))}.", "team");
        return person.Teams.FirstOrDefault(t => !order.Home.IsDirect && t.Channel == order.Home.Id) ?? person.Teams[0];
    }

    private async Task<Machine?> OnItsWayAsync(MachineId id, Person person, Blueprint blueprint, CancellationToken cancellationToken)
    {
        var own = await machines.OwnedByAsync(person.Email, cancellationToken);
        return own.FirstOrDefault(machine => machine.Id != id && machine.Blueprint.Name == blueprint.Name && IsOnItsWay(machine));
    }

    private static bool IsOnItsWay(Machine machine) => machine is { IsStarting: true, Wanted: Wanted.Running };

    private async Task<string> NameAsync(MachineId id, string? asked, CancellationToken cancellationToken)
    {
        if (asked is not null)
        {
            if (!MachineName.IsValid(asked)) throw new UserError($"\"{Echo.Of(asked)}\" cannot be a machine's name. {MachineName.Rule}", "name");
            return await names.TryReserveAsync(asked, id, cancellationToken)
                ? asked
                : throw new UserError($"The name {asked} is taken. Choose another, or leave --name out and get one.", "name");
        }
        foreach (var name in maker.Names(id))
            if (await names.TryReserveAsync(name, id, cancellationToken)) return name;
        throw new InvalidOperationException("All names are taken.");
    }
}
