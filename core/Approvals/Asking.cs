using ChatOps.Core.Orders;
using ChatOps.Core.People;

namespace ChatOps.Core.Approvals;

/// <summary>Turns what the policy did not allow at once into a request, and asks whoever may approve it.</summary>
public sealed class Asking(ApprovalStore store, LivePolicy policy, TimeProvider time)
{
    /// <param name="reason">Why, in the person's words.</param>
    /// <returns>The request; the one that there was, for a message that is delivered again.</returns>
    public Task<ApprovalRequest> AskAsync(
        Person person, LaunchOrder order, LaunchOutcome.NeedsApproval needs, string reason, CancellationToken cancellationToken)
    {
        var plan = needs.Plan;
        var request = New(person, plan.AskedBy(person, order), needs.Decision, null, order.Home, reason) with
        {
            // The team is settled now, whatever else the person is in by then. That they want another one they have been told.
            Order = order with { Team = plan.Team.Name, Reason = reason, Another = true },
        };
        return CreateAsync(request, person, cancellationToken);
    }

    /// <inheritdoc cref="AskAsync(Person, LaunchOrder, LaunchOutcome.NeedsApproval, string, CancellationToken)"/>
    /// <param name="home">Where it was asked.</param>
    public Task<ApprovalRequest> AskAsync(
        Person person, OrderOutcome.NeedsApproval needs, Conversation home, string reason, CancellationToken cancellationToken)
    {
        var request = New(person, needs.Asked, needs.Decision, needs.Machine.Name, home, reason) with { Change = needs.Order };
        return CreateAsync(request, person, cancellationToken);
    }

    /// <summary>What it comes to, for people.</summary>
    public static Offer OfferOf(Asked asked, string? machine) => new(
        asked.Blueprint, machine, asked.Placements[0].Size, asked.Placements[0].Region, asked.Spot, asked.Lease, asked.Paid, asked.PerHour);

    private ApprovalRequest New(Person person, Asked asked, Decision.NeedsApproval decision, string? machine, Conversation home, string reason)
    {
        var (now, expire) = (time.GetUtcNow(), policy.Now.Approvals.Expire);
        var isEscalated = decision.Approvers.SequenceEqual(Approvers.All(policy.Now, asked.Team, person.Email));
        return new ApprovalRequest
        {
            Id = RequestId.From(asked.Request),
            Kind = asked.Kind,
            Requester = person.Email,
            Team = asked.Team.Name,
            Reason = reason,
            Home = home,
            Offer = OfferOf(asked with { Placements = decision.Placements }, machine),
            Reasons = decision.Reasons,
            Count = decision.Count,
            Asked = decision.Approvers,
            AsksInChannel = asked.Team.AsksInChannel,
            AskedAt = now,
            EscalatesAt = now + (expire / 2),
            ExpiresAt = now + expire,
            IsEscalated = isEscalated,
            DueAt = now + (isEscalated ? expire : expire / 2),
            Requests = [asked.Request],
        };
    }

    private async Task<ApprovalRequest> CreateAsync(ApprovalRequest request, Person person, CancellationToken cancellationToken)
    {
        var first = new RequestStep(request, request.AskedAt).Record("Asked", person.Email, request.Home, request.Reason);
        return await store.CreateAsync(first, cancellationToken) ? request : await store.FindAsync(request.Id, cancellationToken) ?? request;
    }
}
