using System.Text.Json.Serialization;
using ChatOps.Core.Machines;

namespace ChatOps.Core.Approvals;

/// <summary>What became of a request, for whoever counts them: what was asked for, what was given, and how long that took.</summary>
public sealed record EndedRequest
{
    public required RequestId Id { get; init; }
    public required AskedKind Kind { get; init; }
    public required RequestState State { get; init; }
    /// <summary>E-mail of who asked.</summary>
    public required string Requester { get; init; }
    public required string Team { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public required DateTimeOffset EndedAt { get; init; }
    /// <summary>What it was to come to as it was asked for.</summary>
    public required Offer Asked { get; init; }
    /// <summary>What it came to in the end, where it was approved for less.</summary>
    public Offer? Less { get; init; }
    /// <summary>What came of it, or which it was about; null for a launch that came to nothing.</summary>
    public MachineId? Machine { get; init; }

    [JsonIgnore] public TimeSpan Waited => EndedAt - AskedAt;

    /// <summary>Null for one that is open.</summary>
    public static EndedRequest? Of(ApprovalRequest request) => request.End is not { } end ? null : new EndedRequest
    {
        Id = request.Id,
        Kind = request.Kind,
        State = request.State,
        Requester = request.Requester,
        Team = request.Team,
        AskedAt = request.AskedAt,
        EndedAt = end.At,
        Asked = request.FirstOffer ?? request.Offer,
        Less = request.FirstOffer is null ? null : request.Offer,
        Machine = end.Machine ?? request.Change?.Machine,
    };
}
