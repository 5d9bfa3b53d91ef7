using ChatOps.Bot.Cards;
using ChatOps.Core.Blueprints;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class ShowCommand(BlueprintCatalog blueprints, LivePrices prices) : ICommand
{
    public CommandSyntax Syntax { get; } = new("show", "show BLUEPRINT[@VERSION]", "What is in a blueprint, and what it costs.")
    {
        Arguments = [new Argument("blueprint")],
        Examples = ["show pytorch-a100", "show pytorch-a100@1"],
        Reads = true,
        Needs = Need.Nothing,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var typed = call.Words.Word("blueprint") ?? throw new UserError($"Which blueprint? Write: {Syntax.Usage}. `catalog` lists them.");
        var (name, version) = BlueprintWord.Read(typed);
        var blueprint = blueprints.Get(name, version, call.Person);
        var versions = blueprints.All.Where(b => b.Name == name).Select(b => b.Version);
        return Reply.ToAll(BlueprintCard.Build(blueprint, [.. versions], await prices.NowAsync(cancellationToken)));
    }
}
