using System.Diagnostics;
using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;

namespace ChatOps.Bot.Commands;

/// <summary>The answer where something takes an approval.</summary>
internal static class RequestReply
{
    /// <summary>The card of the request, which is edited in place from now on.</summary>
    public static Reply Of(ApprovalRequest request, CommandCall call) =>
        Reply.ToAll(RequestCard.ForAsker(request, call.Clock), RequestCard.AskerKey(request.Id));

    /// <summary>Done, or asked for: first why, in a form, then whoever may approve it.</summary>
    /// <param name="done">What is answered when it is done.</param>
    public static async Task<Reply> OfAsync(
        OrderOutcome outcome, Asking asking, CommandCall call, Func<Core.Orders.Ordered, Reply> done, CancellationToken cancellationToken)
    {
        var reason = RequestWords.ReasonOf(call.Words);
        return outcome switch
        {
            OrderOutcome.Done finished => done(finished.Ordered),
            OrderOutcome.AskedBefore before => Of(before.Request, call),
            OrderOutcome.NeedsApproval needs when reason is null =>
                Reply.Private(RequestForms.WhyNeeded(call.Request.Text, $"{needs.Kind} {needs.Machine.Name}".ToLowerInvariant(), needs.Decision)),
            OrderOutcome.NeedsApproval needs => Of(await asking.AskAsync(call.Person, needs, call.Request.Conversation, reason, cancellationToken), call),
            _ => throw new UnreachableException(),
        };
    }
}
