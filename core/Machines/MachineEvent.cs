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
}
