using System.Collections.Immutable;
using ChatOps.Core.Machines;

namespace ChatOps.Core.Metrics;

/// <summary>The port to what the machines' agents have measured.</summary>
public interface IMachineMetrics
{
    /// <summary>What machines did from <paramref name="from"/> until <paramref name="to"/>. One of which nothing was heard is missing.</summary>
    /// <param name="only">Null for all machines there are.</param>
    /// <param name="machines">About how many there are, so that not all of it is read at once; of no account with <paramref name="only"/>.</param>
    /// <exception cref="CloudFaultException">Not all of it could be read: then nothing is known of any machine.</exception>
    Task<IReadOnlyDictionary<MachineId, MachineUse>> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<MachineId>? only, int machines, CancellationToken cancellationToken);

    /// <summary>What the GPUs of these machines did between two moments, in sums. One of which nothing was heard is missing.</summary>
    /// <param name="from">At a full five minutes, as days begin everywhere.</param>
    /// <exception cref="CloudFaultException">Not all of it could be read: then nothing is known of any machine.</exception>
    Task<IReadOnlyDictionary<MachineId, ImmutableArray<GpuUse>>> SumAsync(
        DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<MachineId> machines, CancellationToken cancellationToken);
}
