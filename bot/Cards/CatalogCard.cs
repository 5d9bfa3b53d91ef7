using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

public static class CatalogCard
{
    public static Card Build(ImmutableArray<Blueprint> blueprints) => new Card { Title = "What you can launch" }
        .Add(new CardElement.Table(["Blueprint", "What it is", "GPUs", "Per hour", "For"], [.. blueprints.Select(Row)]))
        .Add(new CardElement.Text("List prices without disks. `show NAME` says more, `launch NAME` gets you one.", TextStyle.Subtle));

    private static ImmutableArray<string> Row(Blueprint blueprint) =>
    [
        $"{blueprint.Ref}{(blueprint.IsDraft ? " (draft)" : "")}",
        blueprint.Title,
        string.Join(", ", blueprint.Machine.Gpus.Select(n => blueprint.SizesWith(n).First().Gpus)),
        blueprint.FirstSize.PerHour(blueprint.Machine.Spot == SpotUse.Default)?.ToString() ?? "?",
        $"{Durations.Show(blueprint.Lifetime.Default)}, up to {Durations.Show(blueprint.Lifetime.Max)}",
    ];
}
