using System.Collections.Immutable;

namespace ChatOps.Core.Machines;

/// <summary>What Azure says about a machine right now.</summary>
public sealed record Observation
{
    /// <summary>Null when there is no such VM, or when <see cref="Run"/> has ended: that says enough, and the VM is not asked for.</summary>
    public SeenVm? Vm { get; init; }
    /// <summary>The run command that was asked about; null when it is not there.</summary>
    public SeenRun? Run { get; init; }
    public bool HasVm => Vm is not null || Run is not null;
    /// <summary>ARM ids of disks and NICs of this machine that outlived its VM; asked only when the VM is gone.</summary>
    public ImmutableArray<string> Leftovers { get; init; } = [];
    /// <summary>The machine's own disks, also when its VM is gone; asked only while their snapshots are waited for.</summary>
    public ImmutableArray<SeenDisk> Disks { get; init; } = [];
    /// <summary>Azure could not be asked, or an effect of the last step was refused.</summary>
    public CloudFault? Fault { get; init; }
    /// <summary>The effect that <see cref="Fault"/> answered; null when looking failed, and then nothing else here is known.</summary>
    public Effect? FaultOf { get; init; }
}

public sealed record SeenVm
{
    public required string Id { get; init; }
    public required ProvisioningState Provisioning { get; init; }
    /// <summary>Why provisioning or the last start failed.</summary>
    public CloudFault? Failure { get; init; }
    public required PowerState Power { get; init; }
    /// <summary>Azure's name of its size; null when Azure did not say.</summary>
    public string? Size { get; init; }
    public ImmutableArray<string> NicIds { get; init; } = [];
    public ImmutableArray<SeenExtension> Extensions { get; init; } = [];
}

public enum ProvisioningState { Creating, Updating, Succeeded, Failed, Deleting, Canceled }

public enum PowerState { Unknown, Starting, Running, Stopping, Stopped, Deallocating, Deallocated }

/// <param name="Message">Why it failed.</param>
public sealed record SeenExtension(string Name, ProvisioningState Provisioning, string? Message);

/// <param name="Output">What it printed; Azure keeps the last 4 KB.</param>
/// <param name="Error">What it printed to its error stream; likewise.</param>
public sealed record SeenRun(string Name, RunState State, int? ExitCode, string Output, string Error)
{
    public bool HasEnded => State is not (RunState.Unknown or RunState.Pending or RunState.Running);
}

/// <param name="Id">ARM id.</param>
/// <param name="Snapshot">The one that is made before the machine is deleted; null when it is not there.</param>
public sealed record SeenDisk(string Id, SeenSnapshot? Snapshot);

/// <param name="Id">ARM id.</param>
/// <param name="Provisioning">Succeeded once all of the disk is copied.</param>
public sealed record SeenSnapshot(string Id, ProvisioningState Provisioning);

public enum RunState { Unknown, Pending, Running, Failed, Succeeded, TimedOut, Canceled }
