using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Prices;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

public static class CatalogCard
{
    public static Card Build(ImmutableArray<Blueprint> blueprints, PriceBook prices) => new Card { Title = "What you can launch" }
        .Add(new CardElement.Table(["Blueprint", "What it is", "GPUs", "Per hour", "For"], [.. blueprints.Select(blueprint => Row(blueprint, prices))]))
        .Add(new CardElement.Text(
            $"Estimated by {PriceWords.ListOf(prices)}, without disks. `show NAME` says more, `launch NAME` gets you one.", TextStyle.Subtle));

    private static ImmutableArray<string> Row(Blueprint blueprint, PriceBook prices) =>
    [
        $"{blueprint.Ref}{(blueprint.IsDraft ? " (draft)" : "")}",
        blueprint.Title,
        Gpus(blueprint),
        prices.PerHour(blueprint.FirstSize.Name, blueprint.Machine.Regions[0], blueprint.Machine.Spot == SpotUse.Default)?.ToString() ?? "?",
        $"{Durations.Show(blueprint.Lifetime.Default)}, up to {Durations.Show(blueprint.Lifetime.Max)}",
    ];

    /// <summary>"1, 2 or 4 × A100-80GB-PCIe"; sizes of other models are told by <c>show</c>.</summary>
    private static string Gpus(Blueprint blueprint)
    {
        var (first, counts) = (blueprint.FirstSize, blueprint.Machine.Gpus);
        return counts.Length == 1 ? first.Gpus : $"{string.Join(", ", counts[..^1])} or {counts[^1]} × {first.GpuModel}";
    }
}
