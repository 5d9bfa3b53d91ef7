using System.Text.Json.Serialization;

namespace ChatOps.Core.Reaping;

/// <summary>What one rule says of one machine.</summary>
/// <param name="Reason">Why, as a sentence with the values behind it.</param>
public sealed record Verdict(RuleName Rule, VerdictKind Kind, string Reason)
{
    /// <summary>Since when what it speaks of is so; null where that means nothing.</summary>
    public DateTimeOffset? Since { get; init; }
    /// <summary>How long before it the owner is warned; only of <see cref="VerdictKind.Stop"/> and <see cref="VerdictKind.Delete"/>.</summary>
    public TimeSpan Ahead { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<VerdictKind>))]
public enum VerdictKind
{
    NoOpinion,
    /// <summary>It is not touched, whatever other rules say.</summary>
    Keep,
    /// <summary>Its owner, or who is to know, is told; nothing is done.</summary>
    Warn,
    /// <summary>Stopped, once its owner has been warned as long ahead as the verdict says.</summary>
    Stop,
    /// <summary>Likewise deleted.</summary>
    Delete,
}

/// <summary>The rules in the order in which they are asked; <see cref="ReaperRules.All"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuleName>))]
public enum RuleName
{
    LeaseEnded, Pinned, JustStarted, Kept, InUseGpu, InUseInteractive, InUseCpu, NoMetrics, Done, OffHours, ResumeRisk, IdleGpu, ZombieProcess, StoppedTooLong,
}
