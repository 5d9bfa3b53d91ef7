using ChatOps.Core.Machines;

namespace ChatOps.Tests.Tools;

/// <summary>Remembers nudges; nobody acts on them.</summary>
public sealed class Nudges : INudges
{
    public List<MachineId> Looks { get; } = [];

    public List<MachineId> Deliveries { get; } = [];

    public Task LookAsync(MachineId machine, CancellationToken cancellationToken)
    {
        Looks.Add(machine);
        return Task.CompletedTask;
    }

    public Task DeliverAsync(MachineId machine, CancellationToken cancellationToken)
    {
        Deliveries.Add(machine);
        return Task.CompletedTask;
    }
}
