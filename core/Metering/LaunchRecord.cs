using ChatOps.Core.Machines;

namespace ChatOps.Core.Metering;

/// <summary>One launch, and how far it came. Of a machine that is gone the ledger has it; of one that is there, its row tells it.</summary>
public sealed record LaunchRecord
{
    public required MachineId Machine { get; init; }
    public required string Name { get; init; }
    /// <summary>By e-mail.</summary>
    public required string Owner { get; init; }
    public required string Team { get; init; }
    public required string Size { get; init; }
    /// <summary>When it was ordered or, where that took an approval, approved.</summary>
    public required DateTimeOffset LaunchedAt { get; init; }
    /// <summary>Since when the VM was being made that it became; null where there was none.</summary>
    public DateTimeOffset? PlacedAt { get; init; }
    /// <summary>When it first ran; null where it never did.</summary>
    public DateTimeOffset? ReadyAt { get; init; }
    public bool Failed { get; init; }
    /// <summary>It goes on; never so in the ledger.</summary>
    public bool IsOnItsWay { get; init; }

    public static LaunchRecord Of(Machine machine) => new()
    {
        Machine = machine.Id,
        Name = machine.Name,
        Owner = machine.Owner,
        Team = machine.Team,
        Size = machine.Placement.Size,
        LaunchedAt = machine.LaunchedAt,
        PlacedAt = machine.PlacedAt,
        ReadyAt = machine.ReadyAt,
        Failed = machine is { ReadyAt: null, Failure: not null },
        IsOnItsWay = machine is { ReadyAt: null, IsStarting: true, Wanted: Wanted.Running },
    };
}
