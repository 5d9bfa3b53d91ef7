using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

/// <summary>The answer to who decides about a request. Its cards, wherever they are, tell the same.</summary>
internal static class DecidedReply
{
    public static Reply Of(Decided decided, CommandCall call)
    {
        var request = decided.Request;
        if (request is { IsOpen: true, State: RequestState.Waiting }) return Reply.Private(Waits(request, decided.IsNew)) with { IsOnCard = decided.IsNew };
        if (decided.IsNew) return Reply.Private(RequestCard.Ended(request) with { Buttons = [] }) with { IsOnCard = true };
        // Somebody was faster: the presser sees who.
        return Reply.Private(TooLate(request, call.Clock));
    }

    private static Card Waits(ApprovalRequest request, bool isNew) => new Card
    {
        Title = isNew ? "Approved, but it takes more than you" : "You have approved it already",
        Tone = Tone.Progress,
    }.Add(new CardElement.Text($"{Plural.Of(request.Missing, "approval")} more to {request.What}."));

    private static Card TooLate(ApprovalRequest request, Clock clock)
    {
        var ended = RequestCard.Ended(request);
        var when = request.End is { } end && clock.Now - end.At > TimeSpan.FromMinutes(1) ? $" That was {clock.Since(end.At)} ago." : "";
        return (ended with { Title = $"Too late. {ended.Title}", Buttons = [] })
            .Add(new CardElement.Text($"Nothing has changed by what you said.{when}", TextStyle.Subtle));
    }
}
