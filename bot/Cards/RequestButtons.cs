using ChatOps.Core.Approvals;

namespace ChatOps.Bot.Cards;

/// <summary>What can be done about a request. They name it by its whole number.</summary>
public static class RequestButtons
{
    public static CardButton Approve(ApprovalRequest request) => new("Approve", $"approve {request.Id}", ButtonStyle.Primary);

    /// <summary>Only what can be less: a start, or a resize, is as it is.</summary>
    public static CardButton? ApproveForLess(ApprovalRequest request) =>
        request.Kind is AskedKind.Launch or AskedKind.Extend ? new CardButton("Approve for less", $"approve {request.Id} --less") : null;

    public static CardButton Deny(ApprovalRequest request) => new("Deny", $"deny {request.Id}", ButtonStyle.Danger);

    public static CardButton Cancel(ApprovalRequest request) => new("Cancel", $"cancel {request.Id}", ButtonStyle.Danger, Ask: "Nobody is asked any more.");
}
