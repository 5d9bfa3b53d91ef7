using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Core.Reaping;

/// <summary>Somebody says that they need a machine although nothing happens on it: the answer to a warning, or before one comes.</summary>
public sealed class Keeping(MachineOrders orders, BlueprintCatalog blueprints, LivePolicy policy)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <param name="time">Null for the usual time.</param>
    /// <param name="request">The channel's identity of the message that orders it.</param>
    /// <exception cref="UserError">It cannot be kept, or was kept too often.</exception>
    public Task<Ordered> KeepAsync(Person person, MachineId id, TimeSpan? time, string request, CancellationToken cancellationToken) =>
        orders.OrderAsync(person, id, request, (machine, now) => Keep(person, machine, time, now), cancellationToken);

    private Step Keep(Person person, Machine machine, TimeSpan? time, DateTimeOffset now)
    {
        var settings = IdleSettings.For(machine, blueprints.Find(machine.Blueprint), policy.Now, now);
        var idle = machine.Idle ?? IdleState.Fresh;
        if (time < Shortest) throw new UserError($"A machine is kept for {Durations.Show(Shortest)} at least. Try `keep {machine.Name} 1h`.");
        if (machine is { Phase: Phase.Stopped or Phase.Evicted, Wanted: Wanted.Stopped })
            return Kept(person, machine, idle, idle.Unwarned() with { KeptAt = now, KeptUntil = now + settings.DeleteAfter }, settings.DeleteAfter, now);
        if (machine is not { Phase: Phase.Running, Wanted: Wanted.Running })
            throw new UserError($"{machine.Name} {machine.Predicate}; only what runs, or is stopped, is kept.");
        if (settings.KeepFor(time ?? ReapStep.Keep, idle.Keeps) is not { } kept)
        {
            throw new UserError($"{machine.Name} was kept {Plural.Of(idle.Keeps, "time")} and not used in between. "
                + $"If you still need it, `extend {machine.Name} 1h`; else `stop {machine.Name}`, which keeps its disks.");
        }
        return Kept(person, machine, idle, idle.Keep(kept, now), kept, now);
    }

    private static Step Kept(Person person, Machine machine, IdleState before, IdleState idle, TimeSpan time, DateTimeOffset now) =>
        new Step(machine with { Idle = idle }, now)
            .Record(EventKind.Kept, $"Kept for {Durations.Show(time)}", person.Email)
            .AnswerWarning(before);
}
