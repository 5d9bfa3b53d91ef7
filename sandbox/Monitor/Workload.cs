using System.Collections.Immutable;

namespace ChatOps.Sandbox.Monitor;

/// <summary>What a machine is used for, and what was typed on it.</summary>
internal sealed record Workload
{
    public WorkloadKind Kind { get; init; } = WorkloadKind.Train;
    public DateTimeOffset Since { get; init; }
    /// <summary>Of <see cref="WorkloadKind.Replay"/>, in the order of minutes.</summary>
    public ImmutableArray<TraceLine> Trace { get; init; } = [];
    public DateTimeOffset? KeepUntil { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
}

internal enum WorkloadKind { Train, Idle, Bursty, Starved, Zombie, Notebook, Preparing, Silent, Replay }

/// <param name="Minute">From when it is so, since the replay began.</param>
internal readonly record struct TraceLine(double Minute, float Util, float MemGiB);
