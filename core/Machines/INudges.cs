namespace ChatOps.Core.Machines;

/// <summary>
/// The port to the queues that make things fast. A nudge may be lost, repeated or come in any order: the sweep finds whatever
/// is due, so that this changes nothing but how soon it is found.
/// </summary>
public interface INudges
{
    /// <summary>Somebody should look at this machine now. Never throws for what the queue does: a nudge that cannot be sent is lost.</summary>
    /// <returns>Whether the queue took it.</returns>
    Task<bool> LookAsync(MachineId machine, CancellationToken cancellationToken);

    /// <summary>This machine's outbox has something to deliver. Never throws for what the queue does.</summary>
    /// <returns>Whether the queue took it.</returns>
    Task<bool> DeliverAsync(MachineId machine, CancellationToken cancellationToken);
}
