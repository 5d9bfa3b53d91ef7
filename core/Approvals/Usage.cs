using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Sizes;

namespace ChatOps.Core.Approvals;

/// <summary>What a team uses at this moment, machine by machine, and what it has spent this month.</summary>
public sealed record Usage(ImmutableArray<Use> Uses, Spent Spent)
{
    /// <param name="person">Null for the whole team.</param>
    public int Gpus(GpuLimit limit, string? person) => Of(person).Sum(use => use.Gpus(limit));

    public int Machines(string? person) => Of(person).Count();

    /// <summary>Spent this month, and what is running will cost until its leases end.</summary>
    public decimal Committed(string? person) => (person is null ? Spent.Total : Spent.By(person)) + Of(person).Sum(use => use.Planned);

    /// <summary>Without the machine that is asked about, which uses what is asked for then. One that is extended goes on as it is.</summary>
    public Usage Besides(Asked asked) =>
        asked.Kind == AskedKind.Extend ? this : this with { Uses = Uses.RemoveAll(use => use.Machine == asked.Machine) };

    private IEnumerable<Use> Of(string? person) => person is null ? Uses : Uses.Where(use => use.Person == person);
}

/// <summary>What one machine uses.</summary>
/// <param name="Sizes">The sizes that it may turn out to be; none while it holds no hardware.</param>
/// <param name="Planned">What it will cost until its lease ends, in the currency of the list prices.</param>
public sealed record Use(MachineId Machine, string Person, ImmutableArray<string> Sizes, decimal Planned)
{
    /// <summary>Of the models that the limit is about; the most that it may turn out to have.</summary>
    public int Gpus(GpuLimit limit) => Sizes.IsEmpty ? 0 : Sizes.Max(size => GpusOf(size, limit));

    public static int GpusOf(string size, GpuLimit limit) =>
        SizeCatalog.Find(size) is { } known && limit.Covers(known.GpuModel) ? known.GpuCount : 0;

    public static Use Of(Machine machine, DateTimeOffset now) => new(machine.Id, machine.Owner, SizesOf(machine), PlannedFor(machine, now));

    /// <summary>While it is still to be seen where there is room, each of its places counts.</summary>
    private static ImmutableArray<string> SizesOf(Machine machine)
    {
        if (!HoldsHardware(machine)) return [];
        var isOpen = machine is { Phase: Phase.Queued or Phase.Provisioning };
        if (isOpen) return [.. machine.Placements.Skip(machine.Attempt).Select(place => place.Size).Distinct()];
        return machine.Resize is { } next ? [machine.Placement.Size, next] : [machine.Placement.Size];
    }

    /// <summary>From when it is wanted until Azure has it back.</summary>
    private static bool HoldsHardware(Machine machine) => machine.BilledSince is not null || machine.Phase switch
    {
        Phase.Queued or Phase.Provisioning or Phase.Validating or Phase.Starting or Phase.Running or Phase.Stopping => true,
        Phase.Stopped or Phase.Evicted => machine.Wanted == Wanted.Running,
        Phase.Failed or Phase.Deleting or Phase.Deleted => false,
    };

    private static decimal PlannedFor(Machine machine, DateTimeOffset now)
    {
        if (machine is not { Wanted: Wanted.Running, PerHour: { } price }) return 0;
        if (machine.IsStarting) return (price * machine.LeaseLength.TotalHours).Amount;
        return machine.LeaseEndsAt is { } end && end > now ? (price * (end - now).TotalHours).Amount : 0;
    }
}
