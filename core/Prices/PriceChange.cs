using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Core.Prices;

/// <summary>A price that has become another by so much that people want to know.</summary>
/// <param name="What">A size, or a tier of disks.</param>
/// <param name="Before">Per hour of a size, per month of a disk; also <paramref name="After"/>.</param>
public sealed record PriceChange(PriceKind Kind, string What, string Region, decimal Before, decimal After, string Currency)
{
    /// <summary>Of what it was. Below that, prices change with the exchange rate.</summary>
    private const decimal Much = 0.1m;

    /// <summary>From one book to the next; of what is only in one of them nothing can be said.</summary>
    public static ImmutableArray<PriceChange> Between(PriceBook before, PriceBook after)
    {
        if (before.Currency != after.Currency) return [];
        var was = Amounts(before).ToDictionary(price => price.Key, price => price.Amount);
        return
        [
            .. from price in Amounts(after)
               where was.TryGetValue(price.Key, out var amount) && Math.Abs(price.Amount - amount) > amount * Much
               select new PriceChange(price.Key.Kind, price.Key.What, price.Key.Region, was[price.Key], price.Amount, after.Currency),
        ];
    }

    private static IEnumerable<((PriceKind Kind, string What, string Region) Key, decimal Amount)> Amounts(PriceBook book)
    {
        foreach (var price in book.Compute)
        {
            if (price.PerHour is { } perHour) yield return ((PriceKind.PayAsYouGo, price.Size, price.Region), perHour);
            if (price.SpotPerHour is { } spot) yield return ((PriceKind.Spot, price.Size, price.Region), spot);
        }
        foreach (var price in book.Disks) yield return ((PriceKind.Disk, price.Tier, price.Region), price.PerMonth);
    }
}

[JsonConverter(typeof(JsonStringEnumConverter<PriceKind>))]
public enum PriceKind { PayAsYouGo, Spot, Disk }
