using ChatOps.Core.Machines;

namespace ChatOps.Simulation;

/// <summary>A VM in the simulated Azure.</summary>
internal sealed class SimVm(MachineId machine, bool spot)
{
    public MachineId Machine => machine;

    public required Placement Placement { get; set; }

    public bool Spot => spot;

    public ProvisioningState Provisioning { get; set; } = ProvisioningState.Creating;

    public PowerState Power { get; set; } = PowerState.Starting;

    public CloudFault? Failure { get; set; }

    /// <summary>What is being done to it; 0 for nothing. What begins later calls off what went on.</summary>
    public int Operation { get; set; }

    public string NicId { get; init; } = "";

    public bool IsBooted => Power == PowerState.Running && Operation == 0;

    /// <summary>Whether it holds hardware, and costs.</summary>
    public bool IsAllocated { get; set; }

    public Dictionary<string, SeenExtension> Extensions { get; } = [];

    public Dictionary<string, SeenRun> Runs { get; } = [];

    /// <summary>How its power was, for lists that lag.</summary>
    public List<(DateTimeOffset At, PowerState Power)> Past { get; } = [];

    public SeenVm Seen(string id) => new()
    {
        Id = id,
        Provisioning = Provisioning,
        Failure = Failure,
        Power = Power,
        Size = Placement.Size,
        NicIds = [NicId],
        Extensions = [.. Extensions.Values],
    };
}

/// <summary>A resource in the group, also after it is gone: lists lag.</summary>
internal sealed class SimResource(string id, Core.Inventory.ResourceKind kind, string name, MachineId machine, DateTimeOffset since)
{
    public string Id => id;

    public Core.Inventory.ResourceKind Kind => kind;

    public string Name => name;

    public MachineId Machine => machine;

    public DateTimeOffset Since => since;

    public bool IsTagged { get; set; }

    public DateTimeOffset? GoneAt { get; set; }

    public bool IsBeingDeleted { get; set; }

    public bool WasThere(DateTimeOffset at) => Since <= at && (GoneAt is not { } gone || gone > at);
}
