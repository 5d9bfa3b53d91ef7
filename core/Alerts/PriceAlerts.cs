using ChatOps.Core.Prices;
using ChatOps.Core.Words;

namespace ChatOps.Core.Alerts;

/// <summary>Azure has changed its list by much.</summary>
public static class PriceAlerts
{
    private const int Most = 5;

    /// <summary>Null where nothing has changed by much since the list that was read before.</summary>
    public static Alert? Of(KeptPrices prices)
    {
        if (prices.Changes.IsDefaultOrEmpty) return null;
        var changes = prices.Changes.OrderByDescending(change => Math.Abs(change.After - change.Before) / change.Before).ToList();
        var more = changes.Count > Most ? $"; and {changes.Count - Most} more" : "";
        return new Alert(
            $"prices-{prices.Book.ReadAt.UtcDateTime:yyyy-MM-dd}",
            $"{Plural.Of(changes.Count, "list price")} changed by more than 10 %",
            $"{string.Join("; ", changes.Take(Most).Select(Sentence))}{more}.",
            "Machines that run keep the price of their launch; what is launched from now on is told and budgeted at the new one. "
            + "Look whether budgets still fit.",
            "catalog");
    }

    private static string Sentence(PriceChange change)
    {
        var what = change.Kind switch { PriceKind.Spot => $"{change.What} on spot", PriceKind.Disk => $"disk {change.What}", _ => change.What };
        var unit = change.Kind == PriceKind.Disk ? "a month" : "an hour";
        return $"{what} in {change.Region}: {new Money(change.Before, change.Currency)} → {new Money(change.After, change.Currency)} {unit}";
    }
}
