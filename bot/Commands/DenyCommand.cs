using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;
using ChatOps.Core.People;

namespace ChatOps.Bot.Commands;

public sealed class DenyCommand(Approving approving) : ICommand
{
    public CommandSyntax Syntax { get; } = new("deny", "deny [ID] why", "Deny a request, and say why.")
    {
        Arguments = [new Argument("request"), new Argument("why", ArgumentKind.Text)],
        Options = [RequestWords.Reason],
        Examples = ["deny 3f9c01 the A100s are for the paper until Friday"],
        Details = "For managers of the team, and admins. Who asked is told why.",
        Needs = Need.Decide,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var request = await approving.FindAsync(
            call.Person, call.Words.Word("request")?.ToLowerInvariant(), r => Approvers.Include(call.Person, r.Team, r.Requester), cancellationToken);
        var reason = RequestWords.ReasonOf(call.Words);
        if (reason is null && request.IsOpen && Approvers.Include(call.Person, request.Team, request.Requester))
            return Reply.Private(RequestForms.WhyDenied(request));
        var by = new Decider(call.Person, call.Request.Id, call.Request.Conversation, reason);
        return DecidedReply.Of(await approving.DenyAsync(by, request.Id, cancellationToken), call);
    }
}
