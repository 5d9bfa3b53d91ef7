using ChatOps.Core.Machines;

namespace ChatOps.Core.Inventory;

/// <summary>Something that lies in the machines' resource group.</summary>
/// <param name="Id">ARM id.</param>
/// <param name="Name">Its own name, without its parent's.</param>
/// <param name="Tag">The machine that its tag names; null when it has none.</param>
/// <param name="NamedAfter">The machine that its name, or its parent's, is derived from; null when it is named otherwise.</param>
public sealed record CloudResource(string Id, ResourceKind Kind, string Name, MachineId? Tag, MachineId? NamedAfter)
{
    /// <summary>Of a snapshot, the last day on which it is kept, as its tag says; null where that says none.</summary>
    public DateOnly? KeptUntil { get; init; }

    /// <summary>Whose it is; null when it is none of ours, and then nobody touches it.</summary>
    public MachineId? Machine => Tag ?? NamedAfter;
}

public enum ResourceKind { Vm, RunCommand, Nic, PublicIp, Disk, Snapshot }

/// <summary>Whether a VM runs, as a list of all VMs tells.</summary>
public sealed record VmPower(MachineId Machine, PowerState Power);
