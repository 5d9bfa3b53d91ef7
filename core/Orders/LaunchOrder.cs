using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Core.Orders;

/// <summary>What a person asked for; whatever is null is the blueprint's to say.</summary>
public sealed record LaunchOrder
{
    /// <summary>Identity of the chat message; the same one twice is one machine.</summary>
    public required string RequestId { get; init; }
    public required string Blueprint { get; init; }
    public int? Version { get; init; }
    public TimeSpan? Lease { get; init; }
    public int? Gpus { get; init; }
    public string? Region { get; init; }
    public bool Spot { get; init; }
    public string? Name { get; init; }
    public string? Team { get; init; }
    /// <summary>What it is charged to besides its team, see <see cref="ProjectName"/>; null for none.</summary>
    public string? Project { get; init; }
    /// <summary>Why it is wanted, in one line, for its history; null where nobody said.</summary>
    public string? Reason { get; init; }
    /// <summary>How long without use is enough for it to be stopped, where that is less than its blueprint and the policy say.</summary>
    public TimeSpan? IdleAfter { get; init; }
    public bool KeepOnFailure { get; init; }
    /// <summary>Launch although one of the same is on its way.</summary>
    public bool Another { get; init; }
    /// <summary>Where it was asked, and where its card will be.</summary>
    public required Conversation Home { get; init; }
}

/// <summary>What became of a launch; a mistake in it is a <see cref="Words.UserError"/> instead.</summary>
public abstract record LaunchOutcome
{
    public sealed record Launched(Machine Machine) : LaunchOutcome;

    /// <summary>The same person has one of the same blueprint on its way; most who ask twice want one.</summary>
    public sealed record AlreadyOnItsWay(Machine Machine) : LaunchOutcome;

    /// <summary>The policy does not allow it at once; nothing has been asked of anybody yet.</summary>
    public sealed record NeedsApproval(LaunchPlan Plan, Decision.NeedsApproval Decision) : LaunchOutcome;

    /// <summary>The same message has become a request for approval before.</summary>
    public sealed record AskedBefore(ApprovalRequest Request) : LaunchOutcome;

    private LaunchOutcome() { }
}
