using System.Collections.Immutable;
using ChatOps.Core.Approvals;
using ChatOps.Core.People;

namespace ChatOps.Bot.Cards;

public static class RequestListCard
{
    /// <param name="open">The oldest first.</param>
    public static Card Build(IReadOnlyList<ApprovalRequest> open, Person asker, Clock clock)
    {
        if (open.Count == 0) return new Card { Title = "No request waits", Tone = Tone.Good };
        var card = new Card { Title = open.Count == 1 ? "1 request waits" : $"{open.Count} requests wait" }
            .Add(new CardElement.Table(
                ["Request", "Who", "What", "Reason", "Cost", "Until"],
                [.. open.Select(request => Row(request, clock))]));
        var mine = open.Any(request => request.Requester == asker.Email);
        return open.Any(request => request.Requester != asker.Email && Approvers.Include(asker, request.Team, request.Requester))
            ? card.Add(new CardElement.Text("`approve ID`, `approve ID --hours 2` and `deny ID why` decide.", TextStyle.Subtle))
            : card.Add(mine ? new CardElement.Text("`cancel ID` takes one back.", TextStyle.Subtle) : null);
    }

    private static ImmutableArray<string> Row(ApprovalRequest request, Clock clock) =>
    [
        request.Id.Short,
        Person.HandleOf(request.Requester),
        RequestCard.Details(request),
        request.Reason,
        request.Offer.Total?.ToString() ?? "?",
        clock.Until(request.ExpiresAt),
    ];
}
