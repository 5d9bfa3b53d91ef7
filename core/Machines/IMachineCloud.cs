namespace ChatOps.Core.Machines;

/// <summary>The port to Azure: look at one machine, do one thing to it. Nothing here waits for Azure to finish.</summary>
public interface IMachineCloud
{
    /// <summary>
    /// What there is of this machine: the run command called <paramref name="run"/>, and unless that has ended its VM and
    /// extensions; when the VM is gone, its leftovers; while snapshots are waited for, its disks and those.
    /// </summary>
    /// <param name="run">Null when no run command matters now.</param>
    /// <exception cref="CloudFaultException">Azure could not be asked. "Not there" is an observation, not a fault.</exception>
    Task<Observation> ObserveAsync(Machine machine, string? run, CancellationToken cancellationToken);

    /// <summary>Starts it and returns; repeating it is harmless.</summary>
    /// <exception cref="CloudFaultException">Azure refused.</exception>
    Task CarryOutAsync(Machine machine, Effect effect, CancellationToken cancellationToken);
}
