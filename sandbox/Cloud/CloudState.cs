using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ChatOps.Core.Sizes;
using ChatOps.Sandbox.Costs;

namespace ChatOps.Sandbox.Cloud;

/// <summary>
/// Everything the stand-in for Azure remembers: one resource group. Plain data, so that it can be written to a file and read again.
/// </summary>
internal sealed class CloudState
{
    /// <summary>"/subscriptions/…/resourceGroups/…", as the first request called it.</summary>
    public string Scope { get; set; } = "";
    public Shelf<CloudVm> Vms { get; init; } = [];
    public Shelf<CloudDisk> Disks { get; init; } = [];
    public Shelf<CloudNic> Nics { get; init; } = [];
    public Shelf<CloudAddress> Addresses { get; init; } = [];
    public Shelf<CloudSnapshot> Snapshots { get; init; } = [];
    public Dictionary<string, CloudOperation> Operations { get; init; } = [];
    public Agenda Pending { get; init; } = [];
    public Faults Faults { get; init; } = new();
    /// <summary>How many machines of a size there is room for, by "size/region"; no entry means enough.</summary>
    public Dictionary<string, int> Capacity { get; init; } = [];
    /// <summary>vCPU limits by "family/region"; no entry means the default.</summary>
    public Dictionary<string, int> Quota { get; init; } = [];
    /// <summary>vCPUs that the VMs hold, by "family/region"; counted along, because every creation asks.</summary>
    public Dictionary<string, int> UsedCores { get; init; } = [];
    public Bill Bill { get; init; } = new();
    public int Made { get; set; }
    /// <summary>Ids of what an operation has ended on, until somebody is told.</summary>
    [JsonIgnore] public List<string> News { get; } = [];

    public void Add(CloudVm vm)
    {
        Vms.Add(vm.Name, vm);
        HoldCores(vm, 1);
    }

    public void Remove(CloudVm vm)
    {
        if (Vms.Remove(vm.Name)) HoldCores(vm, -1);
    }

    public void Resize(CloudVm vm, string size)
    {
        HoldCores(vm, -1);
        vm.Size = size;
        HoldCores(vm, 1);
    }

    public string Id(string type, string name) => $"{Scope}/providers/{type}/{name}";

    private void HoldCores(CloudVm vm, int sign)
    {
        var key = $"{vm.QuotaFamily}/{vm.Region}";
        UsedCores[key] = UsedCores.GetValueOrDefault(key) + sign * SizeCatalog.Get(vm.Size).VCpus;
    }
}

/// <summary>Resources by name, in its order; Azure takes upper and lower case for the same.</summary>
internal sealed class Shelf<T>() : SortedList<string, T>(StringComparer.OrdinalIgnoreCase);

/// <summary>What Azure's resource groups know of everything in them.</summary>
internal interface ITagged
{
    string Name { get; }
    string Region { get; }
    DateTimeOffset CreatedAt { get; }
    JsonObject Tags { get; }
}

internal sealed class CloudVm : ITagged
{
    public required string Name { get; init; }
    public required string Region { get; init; }
    public required string Size { get; set; }
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
    /// <summary>Its next deletion leaves disks and NIC behind.</summary>
    public bool LeavesBehind { get; set; }
    public List<string> Disks { get; init; } = [];
    public List<string> Nics { get; init; } = [];
    public Shelf<CloudChild> Extensions { get; init; } = [];
    public Shelf<CloudRun> Runs { get; init; } = [];
    /// <summary>What its scripts would have done had it not been stopped.</summary>
    public List<Pending> Halted { get; init; } = [];
    [JsonIgnore] public JsonObject Tags => Body["tags"] as JsonObject ?? NoTags();
    [JsonIgnore] public string QuotaFamily => FamilyOf(Size);
    [JsonIgnore] public bool IsAllocated => Power is not ("deallocated" or null) || Provisioning == "Creating";

    public string FamilyOf(string size) => Spot ? UsageEndpoints.Spot : SizeCatalog.Get(size).QuotaFamily;

    private JsonObject NoTags()
    {
        var tags = new JsonObject();
        Body["tags"] = tags;
        return tags;
    }
}

internal sealed class CloudChild
{
    public required JsonObject Body { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
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

/// <param name="ManagedBy">Name of the VM that it is attached to.</param>
internal sealed record CloudDisk(string Name, string Region, int SizeGiB, string Type, string? ManagedBy) : ITagged
{
    /// <summary>Azure's word for how it was made: FromImage, Empty.</summary>
    public string CreateOption { get; init; } = "Empty";
    public DateTimeOffset CreatedAt { get; init; }
    public JsonObject Tags { get; init; } = [];
}

/// <param name="VirtualMachine">Name of the VM that uses it.</param>
internal sealed record CloudNic(string Name, string Region, string SubnetId, string? VirtualMachine) : ITagged
{
    public DateTimeOffset CreatedAt { get; init; }
    public JsonObject Tags { get; init; } = [];
}

/// <summary>A public IP address.</summary>
internal sealed record CloudAddress(string Name, string Region) : ITagged
{
    public DateTimeOffset CreatedAt { get; init; }
    public JsonObject Tags { get; init; } = [];
}

/// <param name="Disk">Name of the disk that it was made of, which may be gone.</param>
internal sealed record CloudSnapshot(string Name, string Region, string Disk, int SizeGiB) : ITagged
{
    public required bool Incremental { get; init; }
    public required string Sku { get; init; }
    public string Provisioning { get; init; } = "Creating";
    public DateTimeOffset CreatedAt { get; init; }
    public JsonObject Tags { get; init; } = [];
}

internal sealed record CloudOperation(string Id, string Region, DateTimeOffset StartedAt)
{
    public DateTimeOffset? EndedAt { get; init; }
    public string? FailureCode { get; init; }
    public string? FailureMessage { get; init; }
}

/// <param name="Name">Of the VM, disk, NIC, address or snapshot that it happens to.</param>
/// <param name="Child">Extension or run command, where it is about one.</param>
/// <param name="Operation">What ends with it; null where nobody asked for it.</param>
internal sealed record Pending(
    DateTimeOffset At, Happening What, [property: JsonPropertyName("Vm")] string Name, string? Child, string? Operation, string? FailureCode = null);

internal enum Happening
{
    Created, Started, Deallocated, PoweredOff, Deleted, ExtensionInstalled, RunEnded, Evicted,
    RunBegan, RunDeleted, DiskDeleted, NicDeleted, AddressDeleted, Resized, SnapshotMade, SnapshotDeleted,
}

/// <summary>What is to go wrong on demand; each count is used up.</summary>
internal sealed class Faults
{
    /// <summary>Code and how often, by "create", "start", "resize", "snapshot", "stop" or "delete".</summary>
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
