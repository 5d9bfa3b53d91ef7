using ChatOps.Bot.Cards;
using ChatOps.Core.Blueprints;
using ChatOps.Core.People;

namespace ChatOps.Bot.Commands;

public sealed class CatalogCommand(BlueprintCatalog blueprints) : ICommand
{
    public CommandSyntax Syntax { get; } = new("catalog", "catalog", "What you can launch.")
    {
        Aliases = ["blueprints"],
        Examples = ["catalog"],
        Reads = true,
        Needs = Need.Nothing,
    };

    public Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken) =>
        Task.FromResult(Reply.ToAll(CatalogCard.Build([.. blueprints.For(call.Person)])));
}
