using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Cloud;

/// <summary>Everything the stand-in for Azure remembers. Plain data, so that it can be written to a file and read again.</summary>
internal sealed class CloudState
{
    public Dictionary<string, CloudVm> Vms { get; init; } = [];
    public Dictionary<string, CloudDisk> Disks { get; init; } = [];
    public Dictionary<string, CloudNic> Nics { get; init; } = [];
    public Dictionary<string, CloudOperation> Operations { get; init; } = [];
    /// <summary>What will happen, and when, in the order in which it was set off.</summary>
    public List<Pending> Pending { get; init; } = [];
    public Faults Faults { get; init; } = new();
    /// <summary>How many machines of a size there is room for, by "size/region"; no entry means enough.</summary>
    public Dictionary<string, int> Capacity { get; init; } = [];
    /// <summary>vCPU limits by "family/region"; no entry means the default.</summary>
    public Dictionary<string, int> Quota { get; init; } = [];
    public int Made { get; set; }
}

internal sealed class CloudVm
{
    public required string Name { get; init; }
    public required string Region { get; init; }
    public required string Size { get; init; }
    /// <summary>As it was put, with what Azure adds and without what it never gives back.</summary>
    public required JsonObject Body { get; set; }
    public required string CustomData { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public string Provisioning { get; set; } = "Creating";
    /// <summary>Null while it is being created.</summary>
    public string? Power { get; set; }
    public string? FailureCode { get; set; }
    public string? FailureMessage { get; set; }
    /// <summary>When the first boot's cloud-init ends; null until it has booted.</summary>
    public DateTimeOffset? SoftwareEndsAt { get; set; }
    public bool SoftwareFails { get; set; }
    public bool Spot { get; init; }
    /// <summary>The operation that is going on; another one meanwhile is a conflict.</summary>
    public string? Busy { get; set; }
    public Dictionary<string, CloudChild> Extensions { get; init; } = [];
    public Dictionary<string, CloudRun> Runs { get; init; } = [];
    public bool IsAllocated => Power is not ("deallocated" or null) || Provisioning == "Creating";
}

internal sealed class CloudChild
{
    public required JsonObject Body { get; set; }
    public string Provisioning { get; set; } = "Creating";
    public string? Message { get; set; }
}

internal sealed class CloudRun
{
    public required JsonObject Body { get; set; }
    public required DateTimeOffset StartedAt { get; init; }
    public string Provisioning { get; set; } = "Creating";
    public string Execution { get; set; } = "Pending";
    public int ExitCode { get; set; }
    public string Output { get; set; } = "";
    public DateTimeOffset? EndedAt { get; set; }
}

internal sealed record CloudDisk(string Name, string Region, int SizeGiB, string Type, string? ManagedBy);

internal sealed record CloudNic(string Name, string Region, string SubnetId, string? VirtualMachine);

internal sealed record CloudOperation(string Id, string Region, DateTimeOffset StartedAt)
{
    public DateTimeOffset? EndedAt { get; init; }
    public string? FailureCode { get; init; }
    public string? FailureMessage { get; init; }
}

/// <param name="Vm">Name of the VM it happens to.</param>
/// <param name="Child">Extension or run command, where it is about one.</param>
internal sealed record Pending(DateTimeOffset At, Happening What, string Vm, string? Child, string? Operation, string? FailureCode = null);

internal enum Happening { Created, Started, Deallocated, PoweredOff, Deleted, ExtensionInstalled, RunEnded, Evicted }

/// <summary>What is to go wrong on demand; each count is used up.</summary>
internal sealed class Faults
{
    /// <summary>Code and how often, by "create", "start", "stop" or "delete".</summary>
    public Dictionary<string, Fault> Operations { get; init; } = [];
    /// <summary>How often the first boot's set-up fails.</summary>
    public int Software { get; set; }
    /// <summary>How often an extension fails, by its name.</summary>
    public Dictionary<string, int> Extensions { get; init; } = [];
    /// <summary>How often a check fails, by its name.</summary>
    public Dictionary<string, int> Checks { get; init; } = [];
    /// <summary>How many requests are answered with 429.</summary>
    public int Throttled { get; set; }
    public int RetryAfterSeconds { get; set; }
    /// <summary>How many requests are answered with <see cref="ErrorStatus"/>.</summary>
    public int Errors { get; set; }
    public int ErrorStatus { get; set; }
    /// <summary>How much longer everything takes.</summary>
    public double Slow { get; set; } = 1;
}

internal sealed record Fault(string Code, int Times);
