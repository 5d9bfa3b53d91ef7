using ChatOps.Bot.Cards;
using ChatOps.Core.Blueprints;
using ChatOps.Core.People;
using ChatOps.Core.Prices;

namespace ChatOps.Bot.Commands;

public sealed class CatalogCommand(BlueprintCatalog blueprints, LivePrices prices) : ICommand
{
    public CommandSyntax Syntax { get; } = new("catalog", "catalog", "What you can launch.")
    {
        Aliases = ["blueprints"],
        Examples = ["catalog"],
        Reads = true,
        Needs = Need.Nothing,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken) =>
        Reply.ToAll(CatalogCard.Build([.. blueprints.For(call.Person)], await prices.NowAsync(cancellationToken)));
}
