using ChatOps.Core.Approvals;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class CancelCommand(Approving approving) : ICommand
{
    public CommandSyntax Syntax { get; } = new("cancel", "cancel [ID]", "Take back a request of yours that waits for approval.")
    {
        Arguments = [new Argument("request")],
        Examples = ["cancel", "cancel 3f9c01"],
        Details = "A launch that is on its way is called off by `terminate`.",
        Needs = Need.OwnRequest,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var typed = call.Words.Word("request")?.ToLowerInvariant();
        if (typed is not null && !RequestId.IsBeginning(typed))
            throw new UserError($"{Echo.Name(typed)} is no request. `requests` shows yours; `terminate` calls off a machine.");
        var request = await approving.FindAsync(call.Person, typed, r => r.Requester == call.Person.Email, cancellationToken);
        var by = new Decider(call.Person, call.Request.Id, call.Request.Conversation, Reason: null);
        return DecidedReply.Of(await approving.CancelAsync(by, request.Id, cancellationToken), call);
    }
}
