using System.Diagnostics;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Sizes;
using ChatOps.Core.State;
using ChatOps.Core.Words;

namespace ChatOps.Core.Approvals;

/// <summary>Orders to machines in which the policy has a say: to start one, to make it another size, and to keep it longer.</summary>
public sealed class GovernedOrders(
    MachineStore machines, MachineOrders orders, Reservations reservations, ApprovalStore approvals, LivePolicy policy, LivePrices prices, TimeProvider time)
{
    /// <summary>Starts it again, with its checks and a fresh lease.</summary>
    /// <param name="request">The channel's identity of the message that orders it.</param>
    /// <exception cref="UserError">It cannot be done, or the policy lets nobody approve it.</exception>
    public Task<OrderOutcome> StartAsync(Person person, MachineId id, string request, CancellationToken cancellationToken) =>
        OrderAsync(person, AskedKind.Start, new MachineOrder(id), request, cancellationToken);

    /// <summary>Moves the end of its lease further away.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public Task<OrderOutcome> ExtendAsync(Person person, MachineId id, TimeSpan by, string request, CancellationToken cancellationToken) =>
        OrderAsync(person, AskedKind.Extend, new MachineOrder(id, by), request, cancellationToken);

    /// <summary>Makes it another size, on the disks that it has: when it is next started, and what runs is stopped and started again for that.</summary>
    /// <param name="size">One that its blueprint offers, see <see cref="SizeChoice"/>.</param>
    /// <inheritdoc cref="StartAsync"/>
    public Task<OrderOutcome> ResizeAsync(Person person, MachineId id, GpuSize size, string request, CancellationToken cancellationToken) =>
        OrderAsync(person, AskedKind.Resize, new MachineOrder(id, Size: size.Name), request, cancellationToken);

    /// <summary>What is asked for with it. It is charged to the team of the machine, whoever asks.</summary>
    /// <exception cref="UserError">The policy does not know its team any more.</exception>
    public async Task<Asked> AskedForAsync(Machine machine, AskedKind kind, MachineOrder order, string request, CancellationToken cancellationToken)
    {
        var team = policy.Now.Team(machine.Team)
            ?? throw new UserError($"Team {machine.Team}, which {machine.Name} is charged to, is no longer in policy.yaml. Ask the platform team.");
        var (lease, paid) = Times(machine, kind, order, time.GetUtcNow());
        var size = order.Size ?? machine.NextSize.Name;
        return new Asked
        {
            Kind = kind,
            Request = request,
            Owner = machine.Owner,
            Team = team,
            Machine = machine.Id,
            Blueprint = machine.Blueprint.Name,
            Placements = [machine.Placement with { Size = size }],
            Spot = machine.Spot,
            Lease = lease,
            Paid = paid,
            Prices = await prices.NowAsync(cancellationToken),
            Kept = size == machine.NextSize.Name ? machine.NextPerHour : null,
        };
    }

    /// <summary>Carries out what somebody has approved.</summary>
    /// <param name="approvedBy">E-mails, for its history.</param>
    /// <exception cref="UserError">It cannot be done, or the policy lets nobody approve it any more.</exception>
    public async Task<Ordered> CarryOutApprovedAsync(
        Person person, AskedKind kind, MachineOrder order, string request, IEnumerable<string> approvedBy, CancellationToken cancellationToken)
    {
        if (await machines.GetAsync(order.Machine, cancellationToken) is { Machine: var machine } && !machine.Requests.Contains(request)
            && await AskedForAsync(machine, kind, order, request, cancellationToken) is var asked
            && await DecideAsync(person, asked, isApproved: true, cancellationToken) is Decision.Refused refused)
            throw new UserError(refused.Because.Text);
        var book = await prices.NowAsync(cancellationToken);
        var approved = $", approved by {Listing.And(approvedBy.Select(Person.HandleOf))}";
        return await orders.OrderAsync(
            person, order.Machine, request, (m, now) => StepOf(person, kind, order, m, book, now)?.Explain(approved), cancellationToken);
    }

    private async Task<OrderOutcome> OrderAsync(
        Person person, AskedKind kind, MachineOrder order, string request, CancellationToken cancellationToken)
    {
        if (await approvals.FindAsync(RequestId.From(request), cancellationToken) is { } before) return new OrderOutcome.AskedBefore(before);
        var book = await prices.NowAsync(cancellationToken);
        // What is gone, done already or delivered again is for the orders themselves to say.
        if (await machines.GetAsync(order.Machine, cancellationToken) is { Machine: var machine } && !machine.Requests.Contains(request))
        {
            MachineOrders.RequireMayChange(person, machine);
            var step = StepOf(person, kind, order, machine, book, time.GetUtcNow());
            // What is to become another size while it stands still takes nothing by that: its start will.
            var takes = kind == AskedKind.Resize ? step is { Machine.Wanted: Wanted.Running } : step is not null;
            if (takes && await AskAsync(person, machine, kind, order, request, cancellationToken) is { } needs) return needs;
        }
        return new OrderOutcome.Done(await orders.OrderAsync(
            person, order.Machine, request, (m, now) => StepOf(person, kind, order, m, book, now), cancellationToken));
    }

    /// <summary>Null where nothing changes.</summary>
    /// <exception cref="UserError">It cannot be done.</exception>
    private static Step? StepOf(
        Person person, AskedKind kind, MachineOrder order, Machine machine, PriceBook prices, DateTimeOffset now) => (kind, order) switch
        {
            (AskedKind.Start, _) => MachineOrders.Start(person, machine, now),
            (AskedKind.Resize, { Size: { } size }) => MachineOrders.Resize(person, machine, SizeCatalog.Get(size), prices, now),
            (AskedKind.Extend, { By: { } by }) => MachineOrders.Extend(person, machine, by, now),
            _ => throw new UnreachableException($"{kind} is no order to a machine."),
        };

    /// <summary>Null when the policy allows it.</summary>
    private async Task<OrderOutcome.NeedsApproval?> AskAsync(
        Person person, Machine machine, AskedKind kind, MachineOrder order, string request, CancellationToken cancellationToken)
    {
        var asked = await AskedForAsync(machine, kind, order, request, cancellationToken);
        return await DecideAsync(person, asked, isApproved: false, cancellationToken) switch
        {
            Decision.Allowed => null,
            Decision.NeedsApproval needs => new OrderOutcome.NeedsApproval(machine, kind, order, asked, needs),
            Decision.Refused refused => throw new UserError(refused.Because.Text),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>An extension takes no hardware that another could be given.</summary>
    private async Task<Decision> DecideAsync(Person person, Asked asked, bool isApproved, CancellationToken cancellationToken) =>
        asked.Kind == AskedKind.Extend
            ? await reservations.LookAsync(person.Email, asked, cancellationToken)
            : (await reservations.TakeAsync(person.Email, asked, isApproved, cancellationToken)).Decision;

    private static (TimeSpan Lease, TimeSpan Paid) Times(Machine machine, AskedKind kind, MachineOrder order, DateTimeOffset now)
    {
        var left = machine.LeaseEndsAt is null ? machine.LeaseLength : Lease.End(machine) - now;
        if (left < TimeSpan.Zero) left = TimeSpan.Zero;
        return kind switch
        {
            AskedKind.Extend => (now - (machine.RunningSince ?? now) + left + (order.By ?? TimeSpan.Zero), order.By ?? TimeSpan.Zero),
            AskedKind.Resize => (machine.LeaseLength, machine.Wanted == Wanted.Running ? machine.LeaseLength : TimeSpan.Zero),
            AskedKind.Launch or AskedKind.Start => (machine.LeaseLength, machine.LeaseLength),
        };
    }
}

/// <summary>What became of an order; a mistake in it is a <see cref="UserError"/> instead.</summary>
public abstract record OrderOutcome
{
    public sealed record Done(Ordered Ordered) : OrderOutcome;

    /// <summary>The policy does not allow it at once; nothing has been asked of anybody yet.</summary>
    public sealed record NeedsApproval(Machine Machine, AskedKind Kind, MachineOrder Order, Asked Asked, Decision.NeedsApproval Decision) : OrderOutcome;

    /// <summary>The same message has become a request for approval before.</summary>
    public sealed record AskedBefore(ApprovalRequest Request) : OrderOutcome;

    private OrderOutcome() { }
}
