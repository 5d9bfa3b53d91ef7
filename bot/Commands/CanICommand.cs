using ChatOps.Bot.Cards;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

/// <param name="launch">Whose words follow.</param>
public sealed class CanICommand(Launching launching, LaunchCommand launch) : ICommand
{
    public CommandSyntax Syntax { get; } = new(
        "can-i", "can-i launch BLUEPRINT [for 4h] [--gpus N] [--region R] [--spot]", "What the policy says to a launch, without launching.")
    {
        Aliases = ["cani"],
        Arguments = [new Argument("what"), .. launch.Syntax.Arguments],
        Options = launch.Syntax.Options,
        Reads = true,
        Examples = ["can-i launch pytorch-a100 for 3 days", "can-i launch llm-finetune-8xa100"],
        Needs = Need.Team,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var what = call.Words.Word("what")?.ToLowerInvariant();
        if (what != "launch" || call.Words.Word("blueprint") is null)
            throw new UserError("Can you what? Write it as you would launch it: can-i launch pytorch-a100 for 4h");
        var (plan, decision) = await launching.LookAsync(call.Person, LaunchCommand.OrderOf(call), cancellationToken);
        var said = call.Request.Text[call.Request.Text.IndexOf("launch", StringComparison.OrdinalIgnoreCase)..];
        return Reply.Private(DecisionCard.Build(plan, decision, said));
    }
}
