using System.Collections.Concurrent;

namespace ChatOps.Sandbox.Hosting;

/// <summary>
/// What the instances of an app share so that each timer runs once. In Azure it lies in blobs of azure-webjobs-hosts: a lease of a
/// minute, which other instances ask for about once a minute, and a status. Here it is an object, and who waits takes over at once.
/// </summary>
public sealed class SharedTimers
{
    private readonly ConcurrentDictionary<string, SharedTimer> _timers = new(StringComparer.OrdinalIgnoreCase);

    internal SharedTimer Of(string function) => _timers.GetOrAdd(function, _ => new SharedTimer());
}

internal sealed class SharedTimer
{
    /// <summary>Held by the instance that listens to this timer, for as long as it listens.</summary>
    public SemaphoreSlim Lease { get; } = new(1);

    /// <summary>Held during a run, however it was begun.</summary>
    public SemaphoreSlim Running { get; } = new(1);

    /// <summary>Null until the timer is first listened to, and always where it is not monitored.</summary>
    public ScheduleStatus? Status { get; set; }
}

/// <param name="Last">When it ran; the year 1 when it never did.</param>
internal sealed record ScheduleStatus(DateTimeOffset Last, DateTimeOffset Next, DateTimeOffset LastUpdated);
