using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Core.Approvals;

/// <summary>How a request goes on: pure steps, each from a request that is open to the next row.</summary>
public static class RequestLife
{
    /// <summary>More than people send about one request before a chat gives up delivering the first of them.</summary>
    private const int MostRequests = 8;

    /// <summary>What time has brought; null for nothing yet.</summary>
    public static RequestStep? Due(ApprovalRequest request, Policy policy, DateTimeOffset now)
    {
        if (request.State == RequestState.Approved) return null;
        if (now >= request.ExpiresAt) return Expire(request, now);
        return !request.IsEscalated && now >= request.EscalatesAt ? Escalate(request, policy, now) : null;
    }

    /// <param name="asked">What the policy says to it now.</param>
    /// <param name="terms">Less than was asked for; null for all of it.</param>
    /// <param name="offer">What it comes to with these terms.</param>
    public static RequestStep Approve(ApprovalRequest request, Policy policy, Decider by, Terms? terms, Offer offer, Decision asked, DateTimeOffset now)
    {
        if (asked is Decision.Refused refused) return End(request, RequestState.Void, null, refused.Because.Text, now, by.Where);
        // Who has approved before and may not any more does not count.
        var approvals = request.Approvals.RemoveAll(approval => approval.By == by.Person.Email || !MayStill(approval, request, policy))
            .Add(new Approval(by.Person.Email, now, by.Reason));
        var count = asked is Decision.NeedsApproval needs ? needs.Count : 1;
        var approved = request with
        {
            Approvals = approvals,
            Count = count,
            Terms = terms ?? request.Terms,
            Offer = offer,
            FirstOffer = request.FirstOffer ?? (terms is null ? null : request.Offer),
            State = approvals.Length >= count ? RequestState.Approved : RequestState.Waiting,
            DueAt = approvals.Length >= count ? now : request.DueAt,
        };
        return new RequestStep(Heard(approved, by), now).Record(
            approvals.Length >= count ? "Approved" : $"Approved by {approvals.Length} of {count}", by.Person.Email, by.Where, by.Reason);
    }

    public static RequestStep Deny(ApprovalRequest request, Decider by, DateTimeOffset now) =>
        End(Heard(request, by), RequestState.Denied, by.Person.Email, by.Reason, now, by.Where);

    public static RequestStep Cancel(ApprovalRequest request, Decider by, DateTimeOffset now) =>
        End(Heard(request, by), RequestState.Cancelled, by.Person.Email, by.Reason, now, by.Where);

    public static RequestStep Expire(ApprovalRequest request, DateTimeOffset now) =>
        End(request, RequestState.Expired, null, $"Nobody decided within {Durations.Show(request.ExpiresAt - request.AskedAt)}.", now, null);

    /// <param name="text">Why, or what came of it.</param>
    public static RequestStep End(
        ApprovalRequest request, RequestState state, string? by, string? text, DateTimeOffset now, Conversation? where, Machines.MachineId? machine = null) =>
        new RequestStep(request with { State = state, End = new RequestEnd(now, by, text, machine) }, now)
            .Record($"{state}", by, where, text)
            .Tell();

    private static RequestStep Escalate(ApprovalRequest request, Policy policy, DateTimeOffset now)
    {
        var everybody = policy.Team(request.Team) is { } team ? Approvers.All(policy, team, request.Requester) : [];
        var escalated = request with { IsEscalated = true, Asked = [.. request.Asked.Union(everybody)], DueAt = request.ExpiresAt };
        return new RequestStep(escalated, now)
            .Record("Escalated", null, null, $"Nobody decided within {Durations.Show(request.EscalatesAt - request.AskedAt)}.");
    }

    private static bool MayStill(Approval approval, ApprovalRequest request, Policy policy) =>
        policy.Find(approval.By) is { } person && Approvers.Include(person, request.Team, request.Requester);

    private static ApprovalRequest Heard(ApprovalRequest request, Decider by) =>
        request with { Requests = [.. request.Requests.TakeLast(MostRequests - 1), by.Request] };
}

/// <summary>Who says something about a request.</summary>
/// <param name="Request">The channel's identity of the message; the same one delivered twice acts once.</param>
/// <param name="Reason">Null where nobody said.</param>
public sealed record Decider(Person Person, string Request, Conversation Where, string? Reason);
