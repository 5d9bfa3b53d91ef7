using System.Collections.Immutable;
using System.Diagnostics;
using ChatOps.Core.Approvals;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.State;
using ChatOps.Core.Words;

namespace ChatOps.Core.Orders;

/// <summary>Turns an order into a machine's first row. Nothing is done to Azure here; the engine does the rest.</summary>
public sealed class Launching(
    BlueprintCatalog blueprints,
    MachineStore machines,
    NameStore names,
    RequestStore requests,
    LastLaunchStore last,
    Reservations reservations,
    ApprovalStore approvals,
    NameMaker maker,
    LivePrices prices,
    TimeProvider time)
{
    /// <summary>How often something is reserved again, because it took long to come to use it.</summary>
    private const int Tries = 8;

    /// <summary>What the person asked for the last time; null for nothing yet.</summary>
    public Task<LastLaunch?> LastAsync(Person person, CancellationToken cancellationToken) => last.FindAsync(person.Email, cancellationToken);

    /// <summary>What the policy says to it; nothing is launched.</summary>
    /// <exception cref="UserError">The order asks for what there is not.</exception>
    public async Task<(LaunchPlan Plan, Decision Decision)> LookAsync(Person person, LaunchOrder order, CancellationToken cancellationToken)
    {
        var plan = LaunchPlan.Of(blueprints, await prices.NowAsync(cancellationToken), person, order);
        return (plan, await reservations.LookAsync(person.Email, plan.AskedBy(person, order), cancellationToken));
    }

    /// <exception cref="UserError">The order asks for what there is not, or what the policy does not allow.</exception>
    public async Task<LaunchOutcome> LaunchAsync(Person person, LaunchOrder order, CancellationToken cancellationToken)
    {
        var id = MachineId.FromRequest(order.RequestId);
        if (await machines.FindAsync(id, cancellationToken) is { } same) return new LaunchOutcome.Launched(same);
        if (await approvals.FindAsync(RequestId.Of(id), cancellationToken) is { } before) return new LaunchOutcome.AskedBefore(before);
        // It was pointed to another machine; that one may run by now, and still one is what was wanted.
        if (await requests.FindAsync(order.RequestId, cancellationToken) is { } meant && await machines.FindAsync(meant, cancellationToken) is { } other)
            return new LaunchOutcome.AlreadyOnItsWay(other);

        var plan = LaunchPlan.Of(blueprints, await prices.NowAsync(cancellationToken), person, order);
        if (!order.Another && await OnItsWayAsync(id, person, plan.Blueprint, cancellationToken) is { } onItsWay)
        {
            await requests.KeepAsync(order.RequestId, onItsWay.Id, cancellationToken);
            return new LaunchOutcome.AlreadyOnItsWay(onItsWay);
        }
        await last.KeepAsync(person.Email, new LastLaunch(order.Blueprint, order.Lease, order.Gpus, order.Spot), cancellationToken);
        return await BuildAsync(person, order, plan, approvedBy: [], cancellationToken) switch
        {
            (_, { } machine) => new LaunchOutcome.Launched(machine),
            (Decision.NeedsApproval needs, _) => new LaunchOutcome.NeedsApproval(plan with { Placements = needs.Placements }, needs),
            (Decision.Refused refused, _) => throw new UserError(refused.Because.Text),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Launches what has been approved, whatever the policy would have to be asked about.</summary>
    /// <param name="approvedBy">E-mails.</param>
    /// <exception cref="UserError">There is not, or nobody may have, what was asked for any more.</exception>
    public async Task<Machine> LaunchApprovedAsync(
        Person person, LaunchOrder order, ImmutableArray<string> approvedBy, CancellationToken cancellationToken)
    {
        if (await machines.FindAsync(MachineId.FromRequest(order.RequestId), cancellationToken) is { } same) return same;
        var plan = LaunchPlan.Of(blueprints, await prices.NowAsync(cancellationToken), person, order);
        return await BuildAsync(person, order, plan, approvedBy, cancellationToken) switch
        {
            (_, { } machine) => machine,
            (Decision.Refused refused, _) => throw new UserError(refused.Because.Text),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Takes what it needs and writes the machine, if the policy allows it or somebody has approved it.</summary>
    private async Task<(Decision Decision, Machine? Machine)> BuildAsync(
        Person person, LaunchOrder order, LaunchPlan plan, ImmutableArray<string> approvedBy, CancellationToken cancellationToken)
    {
        // Before anything is taken: a name that cannot be had is nothing to bother a manager with either.
        if (order.Name is { } asked && approvedBy.IsEmpty) await RequireNameAsync(MachineId.FromRequest(order.RequestId), asked, cancellationToken);
        string? name = null;
        for (var i = 0; i < Tries; i++)
        {
            var asks = plan.AskedBy(person, order);
            var (decision, since) = await reservations.TakeAsync(person.Email, asks, isApproved: !approvedBy.IsEmpty, cancellationToken);
            if (Reservations.Places(decision, !approvedBy.IsEmpty) is not { } places) return (decision, null);
            name ??= await NameAsync(MachineId.FromRequest(order.RequestId), order.Name, cancellationToken);
            // After so long others may have what was reserved.
            if (!Reservations.IsStillTaken(since, time.GetUtcNow())) continue;
            return (decision, await CreateAsync(person, order, plan with { Placements = places }, name, approvedBy, cancellationToken));
        }
        throw new InvalidOperationException($"What was reserved for machine {MachineId.FromRequest(order.RequestId)} was each time too old to be used.");
    }

    private async Task<Machine> CreateAsync(
        Person person, LaunchOrder order, LaunchPlan plan, string name, ImmutableArray<string> approvedBy, CancellationToken cancellationToken)
    {
        var (id, now) = (MachineId.FromRequest(order.RequestId), time.GetUtcNow());
        var machine = new Machine
        {
            Id = id,
            Name = name,
            Owner = person.Email,
            Team = plan.Team.Name,
            Project = order.Project,
            Blueprint = plan.Blueprint.Ref,
            Placements = plan.Placements,
            Spot = plan.Spot,
            KeepOnFailure = order.KeepOnFailure,
            Home = order.Home,
            Phase = Phase.Queued,
            Wanted = Wanted.Running,
            LaunchedAt = now,
            PhaseSince = now,
            DueAt = now,
            ShownAt = now,
            LeaseLength = plan.Lease,
            LongestLease = plan.Blueprint.Lifetime.Max,
            IdleAfter = order.IdleAfter,
        }.PricedBy(plan.Prices, plan.Blueprint);
        var first = new Step(machine, now)
            .Record(EventKind.Requested, Story(order, plan, approvedBy), person.Email)
            .Tell(Notice.CardChanged);
        if (await machines.CreateAsync(first, cancellationToken)) return machine;
        // The same request was being handled at the same moment; its machine is the one.
        return await machines.FindAsync(id, cancellationToken) ?? machine;
    }

    private static string Story(LaunchOrder order, LaunchPlan plan, ImmutableArray<string> approvedBy)
    {
        var reason = order.Reason is { } why ? $": {why}" : "";
        var approved = approvedBy.IsEmpty ? "" : $", approved by {Listing.And(approvedBy.Select(Person.HandleOf))}";
        var project = order.Project is { } name ? $", project {name}" : "";
        return $"Launched from {plan.Blueprint.Ref} for {Durations.Show(plan.Lease)}, charged to {plan.Team.Name}{project}{approved}{reason}";
    }

    private async Task<Machine?> OnItsWayAsync(MachineId id, Person person, Blueprint blueprint, CancellationToken cancellationToken)
    {
        var own = await machines.OwnedByAsync(person.Email, cancellationToken);
        return own.FirstOrDefault(machine => machine.Id != id && machine.Blueprint.Name == blueprint.Name && IsOnItsWay(machine));
    }

    private static bool IsOnItsWay(Machine machine) => machine is { IsStarting: true, Wanted: Wanted.Running };

    private async Task RequireNameAsync(MachineId id, string asked, CancellationToken cancellationToken)
    {
        if (!MachineName.IsValid(asked)) throw new UserError($"\"{Echo.Of(asked)}\" cannot be a machine's name. {MachineName.Rule}", "name");
        if (!await names.TryReserveAsync(asked, id, cancellationToken))
            throw new UserError($"The name {asked} is taken. Choose another, or leave --name out and get one.", "name");
    }

    /// <summary>The one asked for; while it waited for an approval, another may have got that.</summary>
    private async Task<string> NameAsync(MachineId id, string? asked, CancellationToken cancellationToken)
    {
        if (asked is not null && await names.TryReserveAsync(asked, id, cancellationToken)) return asked;
        foreach (var name in maker.Names(id))
            if (await names.TryReserveAsync(name, id, cancellationToken)) return name;
        throw new InvalidOperationException("All names are taken.");
    }
}
