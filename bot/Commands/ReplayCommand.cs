using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class ReplayCommand(PoisonStore poison, Replaying replaying) : ICommand
{
    public CommandSyntax Syntax { get; } = new("replay", "replay [ID | all] [--drop]", "Messages that were given up: see them, do them again.")
    {
        Arguments = [new Argument("message")],
        Options = [new Option("drop", OptionKind.Flag, "Do nothing about it, and take it off the list.")],
        Examples = ["replay", "replay all", "replay 3f9c01ab --drop"],
        Details = "For admins. A message of a queue that failed five times is given up. Replaying it is safe: whatever it led to is not done twice.",
        Needs = Need.Admin,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var fate = call.Words.Flag("drop") ? PoisonFate.Dropped : PoisonFate.Replayed;
        return Reply.Private(call.Words.Word("message")?.ToLowerInvariant() switch
        {
            null => await ListAsync(call, fate, cancellationToken),
            "all" => PoisonCard.Ended(await replaying.EndAllAsync(call.Person, fate, call.Request.Id, cancellationToken)),
            var id => PoisonCard.Ended(await replaying.EndAsync(call.Person, id, fate, call.Request.Id, cancellationToken), call.Clock),
        });
    }

    private async Task<Card> ListAsync(CommandCall call, PoisonFate fate, CancellationToken cancellationToken)
    {
        Replaying.RequireMay(call.Person);
        if (fate == PoisonFate.Dropped) throw new UserError("Drop which one? `replay` lists them with their IDs; `replay all --drop` drops all.");
        var waiting = poison.AllAsync(cancellationToken).Select(stored => stored.Message).Where(message => message.End is null);
        return PoisonCard.Build(await waiting.ToListAsync(cancellationToken), call.Clock);
    }
}
