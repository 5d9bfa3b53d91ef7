using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Core.Approvals;

/// <summary>Something that the policy did not allow at once: who wants what, why it takes an approval, and what became of it.</summary>
public sealed record ApprovalRequest
{
    public required RequestId Id { get; init; }
    public required AskedKind Kind { get; init; }
    /// <summary>E-mail of who asks.</summary>
    public required string Requester { get; init; }
    public required string Team { get; init; }
    /// <summary>Why, in the requester's words.</summary>
    public required string Reason { get; init; }
    /// <summary>Where it was asked, and where the requester's card is.</summary>
    public required Conversation Home { get; init; }
    /// <summary>What is launched; null for what is about a machine that is there.</summary>
    public LaunchOrder? Order { get; init; }
    /// <summary>What is done to a machine that is there; null for a launch.</summary>
    public MachineOrder? Change { get; init; }
    /// <summary>What it comes to, as it was asked for or, since, approved for less.</summary>
    public required Offer Offer { get; init; }
    /// <summary>What it came to as it was asked for; null while nobody has approved it for less.</summary>
    public Offer? FirstOffer { get; init; }
    /// <summary>Why it takes an approval, as of when it was asked.</summary>
    public required ImmutableArray<Finding> Reasons { get; init; }
    /// <summary>How many must approve.</summary>
    public required int Count { get; init; }
    /// <summary>E-mails of those who have been asked.</summary>
    public required ImmutableArray<string> Asked { get; init; }
    /// <summary>Whether those who are asked first see it in the team's channel.</summary>
    public bool AsksInChannel { get; init; }

    public required DateTimeOffset AskedAt { get; init; }
    /// <summary>When the next level is asked.</summary>
    public required DateTimeOffset EscalatesAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public bool IsEscalated { get; init; }
    /// <summary>When somebody must look at it again; the sweep finds it by this.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public RequestState State { get; init; }
    public ImmutableArray<Approval> Approvals { get; init => field = value.IsDefault ? [] : value; } = [];
    /// <summary>Less than was asked for; null for all of it.</summary>
    public Terms? Terms { get; init; }
    /// <summary>Null while it is open.</summary>
    public RequestEnd? End { get; init; }
    /// <summary>The chat messages that were last about it: one that is delivered again acts once.</summary>
    public ImmutableArray<string> Requests { get; init => field = value.IsDefault ? [] : value; } = [];
    /// <summary>Number of the last event or message.</summary>
    public int Seq { get; init; }

    [JsonIgnore] public bool IsOpen => End is null;
    [JsonIgnore] public int Missing => Math.Max(0, Count - Approvals.Length);

    /// <summary>"launch pytorch-a100", "extend ember-otter by 2 h": what it is about, as a verb.</summary>
    [JsonIgnore]
    public string What => Kind switch
    {
        AskedKind.Launch => $"launch {Offer.Blueprint}",
        AskedKind.Extend => $"extend {Offer.Machine} by {Durations.Show(Offer.Paid)}",
        AskedKind.Resize => $"resize {Offer.Machine} to {Offer.Size}",
        AskedKind.Start => $"start {Offer.Machine}",
    };
}

/// <summary>What is to be done to a machine.</summary>
/// <param name="By">How much longer, of an extension.</param>
/// <param name="Size">Which size, of a resize.</param>
public sealed record MachineOrder(MachineId Machine, TimeSpan? By = null, string? Size = null);

/// <summary>What it comes to, for people.</summary>
/// <param name="Machine">Name of the machine that is there; null for a launch.</param>
/// <param name="Lease">From Running to its end.</param>
/// <param name="Paid">How much of it is paid for newly.</param>
/// <param name="PerHour">Null where no price is known.</param>
public sealed record Offer(
    string Blueprint, string? Machine, string Size, string Region, bool Spot, TimeSpan Lease, TimeSpan Paid, Money? PerHour)
{
    [JsonIgnore] public Money? Total => PerHour is { } price ? price * Paid.TotalHours : null;
}

/// <param name="By">E-mail.</param>
/// <param name="Reason">Null where nobody said.</param>
public sealed record Approval(string By, DateTimeOffset At, string? Reason);

/// <summary>Less than was asked for; what is null, or false, is as it was asked.</summary>
public sealed record Terms(TimeSpan? Lease, int? Gpus, bool Spot);

/// <param name="By">E-mail of who decided; null where time or the policy did.</param>
/// <param name="Text">For people, why: a reason that somebody gave, or what stands in the way.</param>
/// <param name="Machine">What came of it, where something did.</param>
public sealed record RequestEnd(DateTimeOffset At, string? By, string? Text, MachineId? Machine);

[JsonConverter(typeof(JsonStringEnumConverter<RequestState>))]
public enum RequestState
{
    Waiting,
    /// <summary>Enough have approved; it is still to be carried out.</summary>
    Approved,
    /// <summary>Approved and carried out.</summary>
    Granted,
    Denied,
    Expired,
    Cancelled,
    /// <summary>Approved, or still waiting, when it turned out that it cannot be: the policy, a team or a machine has changed.</summary>
    Void,
}
