using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;
using ChatOps.Core.People;

namespace ChatOps.Bot;

/// <summary>The cards of a request, drawn as everything is at this moment.</summary>
public sealed class RequestViews(ApprovalStore store, Approving approving, LivePolicy policy, TimeProvider time)
{
    public Card ForAsker(ApprovalRequest request) => RequestCard.ForAsker(request, Clock);

    public async Task<Card> ForApproversAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        var (quotas, running) = request.IsOpen ? await approving.StandingAsync(request, cancellationToken) : new Standing([], []);
        return RequestCard.ForApprovers(request, quotas, running, Clock);
    }

    /// <summary>Null when there is none of this key, or it is none of the viewer's business: a key comes from outside.</summary>
    public async Task<Card?> FindAsync(string key, Person viewer, CancellationToken cancellationToken) =>
        RequestCard.Read(key) is (var id, var isForApprovers)
        && await store.FindAsync(id, cancellationToken) is { } request
        && Approving.MaySee(viewer, request)
            ? isForApprovers ? await ForApproversAsync(request, cancellationToken) : ForAsker(request)
            : null;

    private Clock Clock => new(time.GetUtcNow(), policy.Now.TimeZone);
}
