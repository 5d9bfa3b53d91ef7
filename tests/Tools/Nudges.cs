using ChatOps.Core.Machines;

namespace ChatOps.Tests.Tools;

/// <summary>Remembers nudges; nobody acts on them.</summary>
public sealed class Nudges : INudges
{
    /// <summary>False for a nudge that is lost.</summary>
    public Predicate<MachineId> Takes { get; set; } = _ => true;

    public List<MachineId> Looks { get; } = [];

    public List<MachineId> Deliveries { get; } = [];

    public Task<bool> LookAsync(MachineId machine, CancellationToken cancellationToken) => AddAsync(Looks, machine);

    public Task<bool> DeliverAsync(MachineId machine, CancellationToken cancellationToken) => AddAsync(Deliveries, machine);

    private Task<bool> AddAsync(List<MachineId> nudges, MachineId machine)
    {
        var isTaken = Takes(machine);
        if (isTaken) nudges.Add(machine);
        return Task.FromResult(isTaken);
    }
}
