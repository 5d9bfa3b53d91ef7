using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Prices;
using ChatOps.Core.Sizes;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

public static class BlueprintCard
{
    public static Card Build(Blueprint blueprint, ImmutableArray<int> versions, PriceBook prices)
    {
        var card = new Card { Title = $"{blueprint.Title} ({blueprint.Ref}{(blueprint.IsDraft ? ", draft" : "")})" }
            .Add(new CardElement.Text(blueprint.Description))
            .Add(new CardElement.Table(
                ["GPUs", "Size", "vCPUs", "Memory", "Per hour", "On spot"],
                [.. blueprint.Machine.Sizes.Select(SizeCatalog.Get).Select(size => Row(size, blueprint.Machine.Regions[0], prices))]))
            .Add(new CardElement.Facts(Facts(blueprint, versions)))
            .Add(new CardElement.Table(
                ["Proven by", "Must print"],
                [.. blueprint.Checks.Select(check => ImmutableArray.Create(check.Name, check.Prints ?? "(exit code 0)"))]))
            .Add(new CardElement.Text(PriceNote(blueprint, prices), TextStyle.Subtle));
        return card.Add(new CardButton("Launch", $"launch {blueprint.Ref}", ButtonStyle.Primary));
    }

    private static ImmutableArray<string> Row(GpuSize size, string region, PriceBook prices) =>
    [
        $"{size.Gpus} ({size.GpuMemoryGiB} GiB{(size.GpuCount > 1 ? " each" : "")})",
        size.Name,
        $"{size.VCpus}",
        $"{size.MemoryGiB} GiB",
        prices.PerHour(size.Name, region, spot: false)?.ToString() ?? "?",
        prices.PerHour(size.Name, region, spot: true)?.ToString() ?? "?",
    ];

    private static ImmutableArray<Fact> Facts(Blueprint blueprint, ImmutableArray<int> versions)
    {
        var software = blueprint.Software;
        var facts = ImmutableArray.CreateBuilder<Fact>();
        var frameworks = string.Join(", ", software.Frameworks.Select(f => $"{f.Key} {f.Value}"));
        var pinned = blueprint.Requirements.HasHashes ? "pinned by hash" : "pinned";
        facts.Add(new Fact("Software", $"{frameworks}; {blueprint.Requirements.Packages.Count} packages, all {pinned}"));
        var driverFrom = software.Driver.Source == DriverSource.Grid ? "GRID" : "of the image";
        facts.Add(new Fact("Driver", $"{software.Driver.Version} ({driverFrom}), CUDA {software.Cuda}, Python {software.Python}"));
        facts.Add(new Fact("Image", blueprint.Machine.Image.ToString()));
        var dataDisk = blueprint.Machine.DataDisk is { } disk ? $", {disk.SizeGiB} GiB on {disk.Path}" : "";
        facts.Add(new Fact("Disks", $"{blueprint.Machine.OsDisk.SizeGiB} GiB system{dataDisk}"));
        var mounts = blueprint.Mounts.Select(m => $"{m.Path}{(m.ReadOnly ? " (read-only)" : "")}");
        if (!blueprint.Mounts.IsEmpty) facts.Add(new Fact("Mounts", string.Join(", ", mounts)));
        facts.Add(new Fact("Regions", string.Join(", ", blueprint.Machine.Regions)));
        facts.Add(new Fact("Lease", $"{Durations.Show(blueprint.Lifetime.Default)}, up to {Durations.Show(blueprint.Lifetime.Max)}"));
        facts.Add(new Fact("Versions", string.Join(", ", versions)));
        facts.Add(new Fact("Owner", blueprint.Owner));
        return facts.ToImmutable();
    }

    private static string PriceNote(Blueprint blueprint, PriceBook prices)
    {
        var region = blueprint.Machine.Regions[0];
        var known = blueprint.Machine.Sizes.Select(size => prices.Find(size, region, spot: false)).OfType<ComputePrice>().ToList();
        var regions = known.Count == 0 ? "" : $" in {Listing.And(known.Select(price => price.Region).Distinct())}";
        var guesses = known.Where(price => !price.IsLookedUp).Select(price => price.Size).ToList();
        var guessed = guesses.Count == 0 ? "" : $" {(guesses.Count == 1 ? "That" : "Those")} of {Listing.And(guesses)} could not be looked up, and may be off.";
        var disks = prices.DisksPerHour(blueprint.Machine, region) * TimeSpan.FromDays(1).TotalHours is { } perDay
            ? $"Its disks cost about {perDay} a day more, whether it runs or not."
            : "What its disks cost is not known.";
        return $"Estimated by {PriceWords.ListOf(prices)} for Linux{regions}, without disks; a question mark means that none is known.{guessed} {disks}";
    }
}
