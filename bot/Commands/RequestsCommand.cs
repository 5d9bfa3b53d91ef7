using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;
using ChatOps.Core.People;

namespace ChatOps.Bot.Commands;

public sealed class RequestsCommand(Approving approving, RequestViews views) : ICommand
{
    public CommandSyntax Syntax { get; } = new("requests", "requests [ID]", "What waits for approval: yours, and what you may decide.")
    {
        Aliases = ["request", "approvals"],
        Arguments = [new Argument("request")],
        Reads = true,
        Examples = ["requests", "requests 3f9c01"],
        Needs = Need.SeeRequest,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Words.Word("request")?.ToLowerInvariant() is not { } typed)
            return Reply.Private(RequestListCard.Build(await approving.OpenForAsync(call.Person, cancellationToken), call.Person, call.Clock));
        var request = await approving.FindAsync(call.Person, typed, _ => true, cancellationToken);
        return Reply.Private(request.Requester == call.Person.Email
            ? RequestCard.ForAsker(request, call.Clock)
            : await views.ForApproversAsync(request, cancellationToken));
    }
}
