using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;
using ChatOps.Core.People;

namespace ChatOps.Tests.Core.Approvals.Model;

/// <summary>What must be so in the end, when everything has come to rest.</summary>
internal sealed class Verdict(Witness witness, ModelChat chat)
{
    public void Require()
    {
        foreach (var request in witness.Requests)
        {
            witness.Require(!request.IsOpen, "3 One state", $"{request.Id} is still {request.State}");
            if (request.IsOpen) continue;
            RequireTold(request);
            RequireNoButtons(request);
        }
    }

    private void RequireTold(ApprovalRequest request)
    {
        var told = chat.Shown.Where(shown => shown.Key.Key.StartsWith($"o~{request.Id}~", StringComparison.Ordinal)).ToList();
        // Who took it back knows.
        var times = request.State == RequestState.Cancelled ? 0 : 1;
        witness.Require(told.Count == times, "4 Told once", $"{request.Requester} is told {told.Count} times that {request.Id} is {request.State}");
        var home = Conversation.Direct(ModelChat.Name, request.Requester);
        foreach (var ((where, key), card) in told)
        {
            witness.Require(
                where == home || (where == request.Home && ModelChat.AtFirst.Contains(request.Requester)), "4 Told once", $"{key} is told to {where}");
            witness.Require(card.Title.StartsWith(WordsOf(request.State), StringComparison.Ordinal), "4 Told once", $"{request.State} is told as {card.Title}");
        }
    }

    private void RequireNoButtons(ApprovalRequest request)
    {
        string[] keys = [RequestCard.AskerKey(request.Id), RequestCard.ApproverKey(request.Id)];
        foreach (var key in keys)
        {
            var copies = chat.Shown.Where(shown => shown.Key.Key == key).ToList();
            witness.Require(copies.Count > 0, "4 Told once", $"nobody has seen {key}");
            foreach (var ((where, _), card) in copies)
                witness.Require(card.Buttons.IsEmpty && card.Form is null, "4 Told once", $"{key} in {where} has buttons, and is {request.State}");
        }
    }

    private static string WordsOf(RequestState state) => state switch
    {
        RequestState.Granted => "Approved by",
        RequestState.Denied => "Denied by",
        RequestState.Expired => "Nobody decided in time",
        RequestState.Void => "Not possible any more",
        RequestState.Waiting or RequestState.Approved or RequestState.Cancelled => "Never told",
    };
}
