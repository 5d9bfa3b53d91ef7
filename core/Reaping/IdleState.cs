using System.Text.Json.Serialization;
using ChatOps.Core.Machines;

namespace ChatOps.Core.Reaping;

/// <summary>What is remembered of a machine for the sake of its being idle; part of its row, and begun anew with each start.</summary>
public sealed record IdleState
{
    public static IdleState Fresh { get; } = new();

    /// <summary>The one that has been given and not been answered.</summary>
    public IdleWarning? Warning { get; init; }
    /// <summary>Why the last one was called off, as a sentence; null where a person, or nobody, did that.</summary>
    public string? CalledOff { get; init; }
    /// <summary>Somebody keeps it until then.</summary>
    public DateTimeOffset? KeptUntil { get; init; }
    /// <summary>When somebody last said so.</summary>
    public DateTimeOffset? KeptAt { get; init; }
    /// <summary>How often it was kept since it was last in use or extended: each time is shorter.</summary>
    public int Keeps { get; init; }
    /// <summary>The newest <c>gpu keep</c> on the machine that was taken for a press of Keep.</summary>
    public DateTimeOffset? KeepSaid { get; init; }
    /// <summary>One came when no Keep was left, and its owner was told; nobody is told twice before it is used or extended.</summary>
    public bool KeepRefused { get; init; }
    /// <summary>Since when a process has been holding memory of a GPU that does nothing.</summary>
    public DateTimeOffset? HeldSince { get; init; }
    /// <summary>Which process, as far as is known: what is told of it.</summary>
    public string? HeldSeen { get; init; }
    /// <summary>Who has been told of that, the last.</summary>
    public HeldTold HeldTold { get; init; }
    /// <summary>The quiet hours that go on were told to find it in use; forgotten when they are over.</summary>
    public bool QuietTold { get; init; }
    /// <summary>Azure has said that it takes it back from then on, and its owner was told.</summary>
    public DateTimeOffset? EvictionTold { get; init; }

    /// <summary>Kept for a while from now.</summary>
    public IdleState Keep(TimeSpan time, DateTimeOffset now) => Unwarned() with { KeptAt = now, KeptUntil = now + time, Keeps = Keeps + 1 };

    /// <summary>Used or extended: as if it had never been kept.</summary>
    public IdleState Anew() => this with { Keeps = 0, KeepRefused = false };

    /// <summary>What it was warned of is answered by somebody.</summary>
    public IdleState Unwarned() => this with { Warning = null, CalledOff = null };
}

/// <summary>A warning that its owner gets before a machine is stopped or deleted.</summary>
/// <param name="Rule">Which of the rules gave it.</param>
/// <param name="ToldAt">When it had been delivered; null until then. What it announces comes <paramref name="Ahead"/> after that.</param>
/// <param name="Seen">What was seen, as a sentence.</param>
/// <param name="Since">Since when it was so.</param>
public sealed record IdleWarning(
    RuleName Rule, DateTimeOffset At, DateTimeOffset? ToldAt, TimeSpan Ahead, VerdictKind Then, string Seen, DateTimeOffset Since)
{
    /// <summary>How long a press of Keep is for; null when it was kept too often.</summary>
    public TimeSpan? Keep { get; init; }
    /// <summary>Likewise a long one.</summary>
    public TimeSpan? LongKeep { get; init; }
    /// <summary>It says that a snapshot of the disks is kept for so long; null for none.</summary>
    public TimeSpan? KeepSnapshots { get; init; }
    /// <summary>Of a dry run: the managers are told, and the owner is not.</summary>
    public bool IsRehearsal { get; init; }
    /// <summary>It was a dry run's, and what it announced has been told and not done.</summary>
    public bool WasRehearsed { get; init; }

    /// <summary>When what it announces is done: later, while it has not been delivered.</summary>
    public DateTimeOffset EndsAt(DateTimeOffset now) => (ToldAt ?? now) + Ahead;

    /// <summary>The row once this message has reached who it is for: a warning warns from then on, and not from when it was written.</summary>
    public static Machine Told(Machine machine, OutboxMessage message, DateTimeOffset at) =>
        message.Notice == Notice.ReapWarning && machine.Idle is { Warning: { ToldAt: null } warning } idle && warning.At == message.Kept
            ? machine with { Idle = idle with { Warning = warning with { ToldAt = at } } }
            : machine;

    public bool IsOver(DateTimeOffset now) => ToldAt is { } told && now >= told + Ahead;
}

[JsonConverter(typeof(JsonStringEnumConverter<HeldTold>))]
public enum HeldTold { Nobody, Owner, Managers }
