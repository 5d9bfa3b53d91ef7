using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;
using ChatOps.Core.People;

namespace ChatOps.Bot.Commands;

public sealed class ApproveCommand(Approving approving) : ICommand
{
    public CommandSyntax Syntax { get; } = new(
        "approve", "approve [ID] [--hours N] [--gpus N] [--spot] [why]", "Approve a request, as it is or for less.")
    {
        Arguments = [new Argument("request"), new Argument("why", ArgumentKind.Text)],
        Options =
        [
            new Option("hours", OptionKind.Hours, "For so long, instead of what was asked for."),
            new Option("gpus", OptionKind.Number, "With so many GPUs, instead of what was asked for."),
            new Option("spot", OptionKind.Flag, "On spot capacity: much cheaper, but Azure may take it back."),
            RequestWords.Reason,
            new Option("less", OptionKind.Flag, "Opens a form for hours, GPUs and spot."),
        ],
        Examples = ["approve", "approve 3f9c01", "approve 3f9c01 --hours 2 until the demo"],
        Details = "For managers of the team, and admins. Nobody approves their own. The lease of what is launched begins when it runs.",
        Needs = Need.Decide,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var request = await approving.FindAsync(
            call.Person, call.Words.Word("request")?.ToLowerInvariant(), r => Approvers.Include(call.Person, r.Team, r.Requester), cancellationToken);
        var terms = new Terms(call.Words.Duration("hours"), call.Words.Number("gpus"), call.Words.Flag("spot"));
        var isLess = terms is { Lease: not null } or { Gpus: not null } or { Spot: true };
        if (call.Words.Flag("less") && !isLess && request.IsOpen) return Reply.Private(RequestForms.ApproveForLess(request));
        var by = new Decider(call.Person, call.Request.Id, call.Request.Conversation, RequestWords.ReasonOf(call.Words));
        return DecidedReply.Of(await approving.ApproveAsync(by, request.Id, isLess ? terms : null, cancellationToken), call);
    }
}
