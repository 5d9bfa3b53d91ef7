using System.Collections.Immutable;
using ChatOps.Core.Approvals;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Words;

namespace ChatOps.Core.Orders;

/// <summary>What an order comes to: each thing that it left to the blueprint, the channel or the person is settled.</summary>
/// <param name="Prices">By which it is decided, and which its machine keeps.</param>
public sealed record LaunchPlan(Blueprint Blueprint, Team Team, ImmutableArray<Placement> Placements, TimeSpan Lease, bool Spot, PriceBook Prices)
{
    private static readonly TimeSpan ShortestIdle = TimeSpan.FromMinutes(10);

    /// <exception cref="UserError">The order asks for what there is not.</exception>
    public static LaunchPlan Of(BlueprintCatalog blueprints, PriceBook prices, Person person, LaunchOrder order)
    {
        var blueprint = blueprints.Get(order.Blueprint, order.Version, person);
        var placements = PlacementsOf(blueprint, order);
        var lease = LeaseOf(blueprint, order);
        if (order.IdleAfter < ShortestIdle)
            throw new UserError($"A machine is idle after {Durations.Show(ShortestIdle)} at the least: what it does is looked at every five minutes.", "idle");
        if (order.Project is { } project && !ProjectName.IsValid(project))
            throw new UserError($"\"{Echo.Of(project)}\" cannot be a project's name. {ProjectName.Rule}", "project");
        return new LaunchPlan(blueprint, TeamOf(person, order), placements, lease, order.Spot || blueprint.Machine.Spot == SpotUse.Default, prices);
    }

    public Asked AskedBy(Person person, LaunchOrder order) => new()
    {
        Kind = AskedKind.Launch,
        Request = order.RequestId,
        Owner = person.Email,
        Team = Team,
        Machine = MachineId.FromRequest(order.RequestId),
        Blueprint = Blueprint.Name,
        Placements = Placements,
        Spot = Spot,
        Lease = Lease,
        Paid = Lease,
        Prices = Prices,
    };

    /// <summary>What a blueprint's machine may be built from: each region in turn, and in it each fitting size.</summary>
    private static ImmutableArray<Placement> PlacementsOf(Blueprint blueprint, LaunchOrder order)
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
        person.Require(Need.Team);
        if (order.Team is { } asked)
            return person.Teams.FirstOrDefault(t => t.Name == asked)
                ?? throw new UserError($"You are not in team {Echo.Name(asked)}. You can charge to {Listing.Or(person.Teams.Select(t => t.Name))}.", "team");
        return person.Teams.FirstOrDefault(t => !order.Home.IsDirect && t.Channel == order.Home.Id) ?? person.Teams[0];
    }
}
