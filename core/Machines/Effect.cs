using System.Collections.Immutable;
using ChatOps.Core.Blueprints;

namespace ChatOps.Core.Machines;

/// <summary>Something to be done to Azure. Every effect may be repeated without harm.</summary>
public abstract record Effect
{
    /// <summary>A VM with its disks and NIC, named after the machine and tagged as ours.</summary>
    public sealed record CreateVm(Blueprint Blueprint) : Effect;

    public sealed record InstallExtension(VmExtension Extension) : Effect;

    public sealed record StartVm : Effect;

    /// <summary>Stops it and gives the hardware back: compute is no longer billed, the disks stay.</summary>
    public sealed record DeallocateVm : Effect;

    /// <summary>Makes it another size, once it is deallocated: while it is on, Azure would reboot it for that.</summary>
    public sealed record ResizeVm(string Size) : Effect;

    /// <summary>The VM and, with it, its disks and NIC.</summary>
    public sealed record DeleteVm : Effect;

    /// <summary>Runs a fixed script as root by a managed run command of that name.</summary>
    /// <param name="Variable">Given to the script as an environment variable; null for none.</param>
    public sealed record RunOnMachine(string Name, string Script, TimeSpan Timeout, ScriptVariable? Variable = null) : Effect;

    public sealed record DeleteRuns(ImmutableArray<string> Names) : Effect;

    /// <summary>An incremental snapshot of each of these disks, tagged as ours and with its last day.</summary>
    /// <param name="Blueprint">The machine's, for its tags; null when the repository no longer has it.</param>
    /// <param name="Disks">ARM ids.</param>
    public sealed record SnapshotDisks(Blueprint? Blueprint, ImmutableArray<string> Disks, DateOnly Until) : Effect;

    /// <summary>Disks and NICs that outlived their VM, and snapshots that failed, by ARM id.</summary>
    public sealed record DeleteLeftovers(ImmutableArray<string> Ids) : Effect;

    private Effect() { }
}

public sealed record ScriptVariable(string Name, string Value);

/// <param name="Name">Also its resource name on the VM.</param>
/// <param name="Version">Handler version.</param>
/// <param name="Settings">Public settings as JSON; null for none.</param>
public sealed record VmExtension(string Name, string Publisher, string Type, string Version, string? Settings);
