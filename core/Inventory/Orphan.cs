using ChatOps.Core.Machines;

namespace ChatOps.Core.Inventory;

/// <summary>A resource of ours that no live machine accounts for.</summary>
public sealed record Orphan
{
    /// <summary>ARM id.</summary>
    public required string Id { get; init; }
    public required ResourceKind Kind { get; init; }
    public required string Name { get; init; }
    public required MachineId Machine { get; init; }
    public required DateTimeOffset FirstSeen { get; init; }
    /// <summary>When it is deleted, if it is still there and still nobody's.</summary>
    public required DateTimeOffset DeleteAt { get; init; }
    /// <summary>Since when it is being deleted, itself or with its VM; written before Azure is asked.</summary>
    public DateTimeOffset? AskedAt { get; init; }
    /// <summary>So much is nobody's at once that nothing of it is deleted before a person has looked.</summary>
    public bool IsHeld { get; init; }
    /// <summary>Azure's code for why it does not delete it.</summary>
    public string? Refusal { get; init; }
    /// <summary>The report that tells the admins of it, as soon as there is something to tell; the row goes when it is told and gone.</summary>
    public string? Report { get; init; }
    /// <summary>When it was seen that it is no longer there.</summary>
    public DateTimeOffset? GoneAt { get; init; }
}
