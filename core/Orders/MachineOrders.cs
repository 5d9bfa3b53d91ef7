using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Reaping;
using ChatOps.Core.Sizes;
using ChatOps.Core.State;
using ChatOps.Core.Words;

namespace ChatOps.Core.Orders;

/// <summary>
/// What people tell a machine to do. Each order changes what is wanted and makes the machine due; the engine acts. Who may
/// is decided here, at the moment of the act, from the verified person. A request that a chat delivers again acts once, and is
/// answered like the first time. What takes hardware, or more time on it, is ordered by way of <see cref="Approvals.GovernedOrders"/>.
/// </summary>
public sealed class MachineOrders(MachineStore machines, TimeProvider time)
{
    /// <summary>Less is a slip of the finger, and would be told as nothing at all.</summary>
    private static readonly TimeSpan ShortestExtension = TimeSpan.FromMinutes(1);

    /// <summary>Several people may press at the same moment; each try reads the row anew.</summary>
    private const int Tries = 8;

    /// <summary>More than people send to one machine before a chat gives up delivering the first of them.</summary>
    private const int MostRequests = 8;

    /// <summary>Deallocates it; the disks stay.</summary>
    /// <param name="request">The channel's identity of the message that orders it.</param>
    public Task<Ordered> StopAsync(
        Person person, MachineId id, string request, CancellationToken cancellationToken) => OrderAsync(person, id, request, (machine, now) =>
    {
        if (machine.Wanted == Wanted.Stopped) return null;
        // A start may be called off; a launch is called off by terminating it, because there is nothing yet that could be kept.
        var callable = machine is { Phase: Phase.Running or Phase.Stopping or Phase.Stopped or Phase.Evicted }
            or { Phase: Phase.Starting or Phase.Validating, Start: > 1 };
        if (machine.Wanted == Wanted.Deleted || !callable) throw new UserError(machine is { IsStarting: true, Wanted: Wanted.Running }
            ? $"{machine.Name} is still on its way. Wait until it runs, or `terminate {machine.Name}`."
            : $"{machine.Name} {machine.Predicate} and cannot be stopped.");
        var step = new Step(machine.LookAt(now) with { Wanted = Wanted.Stopped, Reason = $"stopped by {person.Handle}", Idle = machine.Idle?.Unwarned() }, now)
            .Record(EventKind.StopRequested, "Stop requested", person.Email)
            .AnswerWarning(machine.Idle);
        return person.Email == machine.Owner ? step : step.Tell(Notice.StoppedForOwner);
    }, cancellationToken);

    /// <summary>Deletes it with everything on it, also where it waits for a snapshot of its disks: a person knows what they no longer need.</summary>
    public Task<Ordered> TerminateAsync(
        Person person, MachineId id, string request, CancellationToken cancellationToken) => OrderAsync(person, id, request, (machine, now) =>
    {
        if (machine.IsGone || machine is { Wanted: Wanted.Deleted, AwaitsSnapshots: false }) return null;
        var reason = $"terminated by {person.Handle}";
        var ended = machine.Unreaped(now).LookAt(now);
        return new Step(ended with { Wanted = Wanted.Deleted, Reason = reason, Idle = machine.Idle?.Unwarned(), Snapshots = null }, now)
            .Record(EventKind.DeleteRequested, "Termination requested", person.Email)
            .AnswerWarning(machine.Idle);
    }, cancellationToken);

    /// <summary>
    /// What it leads to that it shall become another size, on the disks that it has: when it is next started, for which what runs is stopped and
    /// started again. Null when it is, or is to be, of that size already.
    /// </summary>
    /// <param name="size">One that its blueprint offers, see <see cref="SizeChoice"/>.</param>
    /// <exception cref="UserError">It cannot be resized.</exception>
    internal static Step? Resize(Person person, Machine machine, GpuSize size, PriceBook prices, DateTimeOffset now)
    {
        if (machine.Phase is Phase.Failed or Phase.Deleting || machine.Wanted == Wanted.Deleted)
            throw new UserError($"{machine.Name} {machine.Predicate} and cannot be resized. Launch a new one.");
        if (machine.IsStarting) throw new UserError($"{machine.Name} is on its way. Resize it when it runs.");
        if (machine.NextSize.Name == size.Name) return null;
        var isOther = machine.Placement.Size != size.Name;
        var resized = machine.LookAt(now) with
        {
            Resize = isOther ? size.Name : null,
            ResizePerHour = isOther ? prices.PerHour(size.Name, machine.Placement.Region, machine.Spot) : null,
        };
        if (machine is { Phase: Phase.Running, Wanted: Wanted.Running })
            resized = resized with { Reason = resized.Resize is null ? null : $"resized by {person.Handle}" };
        return new Step(resized, now).Record(EventKind.ResizeRequested, $"Resize to {size.Name} requested", person.Email);
    }

    /// <summary>What a start leads to, with its checks and a fresh lease; null when it is started already.</summary>
    /// <exception cref="UserError">It cannot be started.</exception>
    internal static Step? Start(Person person, Machine machine, DateTimeOffset now)
    {
        if (machine.Phase is Phase.Failed or Phase.Deleting || machine.Wanted == Wanted.Deleted)
            throw new UserError($"{machine.Name} {machine.Predicate} and cannot be started. Launch a new one.");
        if (machine.Wanted == Wanted.Running) return null;
        return new Step(machine.Unreaped(now).LookAt(now) with { Wanted = Wanted.Running, Reason = null }, now)
            .Record(EventKind.StartRequested, "Start requested", person.Email);
    }

    /// <summary>What an extension leads to: the end of its lease is further away.</summary>
    /// <exception cref="UserError">It cannot be extended, or not by so much.</exception>
    internal static Step Extend(Person person, Machine machine, TimeSpan by, DateTimeOffset now)
    {
        if (machine is not { Phase: Phase.Running, Wanted: Wanted.Running, LeaseEndsAt: not null, RunningSince: { } since })
            throw new UserError(machine.IsStarting
                ? $"{machine.Name} is still on its way; its lease begins when it runs. Extend it then."
                : $"{machine.Name} {machine.Predicate}; only a running machine has a lease to extend."
                    + (machine.Phase is Phase.Stopped or Phase.Stopping or Phase.Evicted ? $" `start {machine.Name}` gives it a new one." : ""));
        if (by < ShortestExtension)
            throw new UserError($"A lease is extended by {Durations.Show(ShortestExtension)} at least. Try `extend {machine.Name} 1h`.");
        // A late warning may have moved the end; to extend is never to end sooner. One that is over, because nobody was there to
        // end it, is extended from now.
        var end = Lease.End(machine) is var set && set > now ? set : now;
        var latest = since + machine.LongestLease;
        if (end + by > latest)
        {
            var left = TimeSpan.FromMinutes(Math.Floor((latest - end).TotalMinutes));
            var longest = Durations.Show(machine.LongestLease);
            throw new UserError(left < TimeSpan.FromMinutes(1)
                ? $"{machine.Name} has the longest lease that {machine.Blueprint.Name} allows ({longest}). "
                    + $"Save your work; when it has stopped, `start {machine.Name}` gives it a new one."
                : $"{machine.Name} can be extended by {Durations.Show(left)} at most: {machine.Blueprint.Name} allows {longest} in one go. "
                    + $"Try `extend {machine.Name} {Durations.Typed(left)}`.");
        }
        // Who extends it needs it, also while nothing happens on it.
        var idle = machine.Idle ?? IdleState.Fresh;
        var kept = idle.Keep(by < ReapStep.Keep ? by : ReapStep.Keep, now).Anew();
        return new Step(machine.LeaseUntil(end + by, now).LookAt(now) with { Idle = kept }, now)
            .Record(EventKind.LeaseSet, $"Lease extended by {Durations.Show(by)}", person.Email)
            .AnswerWarning(idle);
    }

    /// <summary>Also of what is their own, only while they are in a team: who only audits changes nothing.</summary>
    public static bool MayChange(Person person, Machine machine) =>
        person.May(Need.ChangeMachine) && (person.IsAdmin || machine.Owner == person.Email || person.Manages(machine.Team));

    /// <exception cref="UserError">Somebody else has to be asked.</exception>
    public static void RequireMayChange(Person person, Machine machine)
    {
        if (!MayChange(person, machine))
            throw new UserError($"{machine.Name} belongs to {Person.HandleOf(machine.Owner)}. Ask them, or a manager of team {machine.Team}.");
    }

    public static bool MaySee(Person person, Machine machine) => MayChange(person, machine) || person.IsIn(machine.Team) || person.IsAuditor;

    /// <exception cref="UserError">It is for others to get onto.</exception>
    public static void RequireMayEnter(Person person, Machine machine)
    {
        if (!MayChange(person, machine) && !person.IsIn(machine.Team))
            throw new UserError($"Only team {machine.Team} gets onto {machine.Name}. "
                + $"`status {machine.Name}` and `history {machine.Name}` show what you may see.");
    }

    /// <param name="order">The step it leads to, or null when the machine is as wanted already.</param>
    internal async Task<Ordered> OrderAsync(
        Person person, MachineId id, string request, Func<Machine, DateTimeOffset, Step?> order, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await machines.GetAsync(id, cancellationToken) is not { } read) return await GoneAsync(person, id, request, cancellationToken);
            RequireMayChange(person, read.Machine);
            if (read.Machine.Requests.Contains(request)) return new Ordered(read.Machine, Changed: true);
            var now = time.GetUtcNow();
            var ordered = order(read.Machine, now)?.Tell(Notice.CardChanged);
            // Remembered also when it changes nothing: it must not undo what is ordered between now and when it is delivered again.
            var step = (ordered ?? new Step(read.Machine, now)).With(m => m with { Requests = [.. m.Requests.TakeLast(MostRequests - 1), request] });
            if (await machines.SaveAsync(read, step, cancellationToken)) return new Ordered(step.Machine, Changed: ordered is not null);
        }
        throw new InvalidOperationException($"Machine {id} kept changing while an order for it was written.");
    }

    /// <summary>Nobody can order what is gone, but the request that had it deleted may come again.</summary>
    private async Task<Ordered> GoneAsync(Person person, MachineId id, string request, CancellationToken cancellationToken)
    {
        if (await machines.FindAsync(id, cancellationToken) is not { } gone) throw new UserError("There is no such machine. `list` shows yours.");
        if (MayChange(person, gone) && gone.Requests.Contains(request)) return new Ordered(gone, Changed: true);
        throw new UserError($"{gone.Name} is gone. `launch {gone.Blueprint.Name}` makes a new one.");
    }
}

/// <summary>What became of an order.</summary>
/// <param name="Changed">False when the machine was as wanted before; true also for a request that came before.</param>
public sealed record Ordered(Machine Machine, bool Changed);
