using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ChatOps.Core.Sizes;

namespace ChatOps.Core.Blueprints;

/// <summary>
/// What can be launched: a versioned environment. Immutable once released; <see cref="Digest"/> covers everything that
/// shapes the machine.
/// </summary>
public sealed record Blueprint
{
    public required string Name { get; init; }
    public required int Version { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    /// <summary>E-mail of who answers for it.</summary>
    public required string Owner { get; init; }
    public required MachineShape Machine { get; init; }
    public required Software Software { get; init; }
    public required ImmutableArray<Mount> Mounts { get; init; }
    /// <summary>Name of the user-assigned managed identity that the machine acts as, in the machines' resource group.</summary>
    public string? Identity { get; init; }
    public required Access Access { get; init; }
    public required Lifetime Lifetime { get; init; }
    public required IdleLimits Idle { get; init; }
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }
    public required ImmutableArray<Check> Checks { get; init; }
    public required Requirements Requirements { get; init; }
    /// <summary>"sha256:…", see <see cref="BlueprintDigest"/>.</summary>
    public string Digest { get; init; } = "";
    /// <summary>True while this version is not in <c>released.lock</c>; only the sandbox offers drafts.</summary>
    public bool IsDraft { get; init; }

    public BlueprintRef Ref => new(Name, Version);

    /// <summary>The sizes with this many GPUs, in the author's order of preference.</summary>
    public IEnumerable<GpuSize> SizesWith(int gpus) => Machine.Sizes.Select(SizeCatalog.Get).Where(size => size.GpuCount == gpus);

    /// <summary>The size a launch without options gets.</summary>
    public GpuSize FirstSize => SizesWith(Machine.Gpus[0]).First();
}

/// <summary>Name and version: "pytorch-a100@1".</summary>
public sealed record BlueprintRef(string Name, int Version)
{
    public override string ToString() => $"{Name}@{Version}";
}

/// <param name="Sizes">Azure size names, preferred first.</param>
/// <param name="Gpus">GPU counts a person may ask for; the first is the default.</param>
/// <param name="Regions">Azure region names, preferred first.</param>
public sealed record MachineShape(
    ImmutableArray<string> Sizes, ImmutableArray<int> Gpus, ImageVersion Image, Disk OsDisk, DataDisk? DataDisk,
    SpotUse Spot, ImmutableArray<string> Regions);

/// <summary>A marketplace image pinned to an exact version; "latest" is refused.</summary>
public sealed record ImageVersion(string Publisher, string Offer, string Sku, string Version)
{
    public override string ToString() => $"{Publisher}:{Offer}:{Sku}:{Version}";
}

/// <param name="Type">Storage account type, e.g. Premium_LRS.</param>
public sealed record Disk(int SizeGiB, string Type);

/// <param name="Path">Where it is mounted.</param>
public sealed record DataDisk(int SizeGiB, string Type, string Path);

[JsonConverter(typeof(JsonStringEnumConverter<SpotUse>))]
public enum SpotUse { Never, Allowed, Default }

/// <param name="Python">Major and minor version, e.g. 3.12.</param>
/// <param name="Frameworks">The versions people choose a blueprint by; each must agree with the lock file.</param>
public sealed record Software(Driver Driver, string Cuda, string Python, ImmutableSortedDictionary<string, string> Frameworks);

/// <summary>The NVIDIA driver: the image's own, or GRID by the VM extension (NV A10 sizes accept nothing else).</summary>
public sealed record Driver(DriverSource Source, string Version);

[JsonConverter(typeof(JsonStringEnumConverter<DriverSource>))]
public enum DriverSource { Image, Grid }

/// <param name="Account">Storage account name.</param>
/// <param name="Share">Blob container or NFS share.</param>
public sealed record Mount(string Path, MountKind Kind, string Account, string Share, bool ReadOnly);

[JsonConverter(typeof(JsonStringEnumConverter<MountKind>))]
public enum MountKind { Blob, Nfs }

/// <param name="Launch">Teams that may launch it; "everyone" for all.</param>
/// <param name="EntraSsh">People enter with their Entra identity; there are no SSH keys to hand out.</param>
public sealed record Access(ImmutableArray<string> Launch, bool EntraSsh)
{
    public bool Allows(People.Person person) => person.IsAdmin || Launch.Any(who => who == "everyone" || person.IsIn(who));
}

/// <param name="Default">The lease of a launch that does not say.</param>
/// <param name="Max">The longest time from Running to the lease's end.</param>
public sealed record Lifetime(TimeSpan Default, TimeSpan Max);

/// <summary>When a machine counts as idle and what follows; <see cref="Threshold"/> is GPU utilization in percent.</summary>
public sealed record IdleLimits(TimeSpan Window, int Threshold, TimeSpan Grace, IdleAction Then, TimeSpan DeleteAfter);

[JsonConverter(typeof(JsonStringEnumConverter<IdleAction>))]
public enum IdleAction { Stop, Warn, Delete }

/// <summary>Run on the machine before it is announced: passes when the command exits 0 and prints <see cref="Prints"/>.</summary>
/// <param name="Prints">A text its output must contain; null when the exit code is enough.</param>
public sealed record Check(string Name, string Command, string? Prints);
