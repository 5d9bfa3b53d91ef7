using System.Text.Json.Serialization;

namespace ChatOps.Core.Machines;

/// <summary>One line of a machine's history; metering and audit are derived from these.</summary>
/// <param name="Text">For people, in the past tense.</param>
/// <param name="By">E-mail of who asked; null when the product did it by itself.</param>
public sealed record MachineEvent(DateTimeOffset At, EventKind Kind, string Text, string? By = null);

[JsonConverter(typeof(JsonStringEnumConverter<EventKind>))]
public enum EventKind
{
    Requested, CreateStarted, Created, PlacementFailed, SoftwareInstalled, ExtensionsInstalled, ChecksPassed, Running, Failed,
    LeaseSet, LeaseWarned, LeaseEnded, StopRequested, StopStarted, Stopped, StartRequested, StartStarted, StartFailed,
    Evicted, StoppedOutside, StartedOutside, Vanished, DeleteRequested, DeleteStarted, Deleted, Refused, ResizeRequested, Resized,
    IdleWarned, IdleEnded, IdleStopped, IdleRehearsed, Kept, GpuHeld, QuietInUse, EvictionComing, SnapshotsMade,
}

/// <summary>A row of the outbox: what somebody is to be shown. It says what it is about, not what it says, so it may be sent late or twice.</summary>
/// <param name="Kept">What a notice remembers from the moment it was written, e.g. when the lease was to end.</param>
public sealed record OutboxMessage(Notice Notice, DateTimeOffset At, DateTimeOffset? Kept = null);

[JsonConverter(typeof(JsonStringEnumConverter<Notice>))]
public enum Notice
{
    /// <summary>Bring the machine's one card up to date where it is.</summary>
    CardChanged,
    Ready, Failed, LeaseEnding, LeaseEnded, Evicted, StartFailed, StoppedOutside, StartedOutside, Vanished, Refused,
    /// <summary>It is to be stopped or deleted for being idle; what it keeps says which of its warnings.</summary>
    ReapWarning,
    /// <summary>That warning's card shows what has become of it.</summary>
    ReapAnswered,
    /// <summary>Likewise of a dry run's, which only the managers have seen.</summary>
    RehearsalAnswered,
    /// <summary>Stopped or deleted for being idle.</summary>
    Reaped,
    /// <summary>A process holds a GPU that does nothing.</summary>
    GpuHeld,
    /// <summary>In use when quiet hours began, and left alone.</summary>
    QuietInUse,
    /// <summary>Azure takes a spot machine back.</summary>
    EvictionComing,
    /// <summary>Somebody else than its owner has stopped it.</summary>
    StoppedForOwner,
    /// <summary>Who typed <c>gpu keep</c> on it had no Keep left.</summary>
    KeepRefused,
}
