using System.Collections.Immutable;

namespace ChatOps.Core.Prices;

public static class Currencies
{
    /// <summary>That in which Azure settles its prices; the others follow from it.</summary>
    public const string Default = "USD";

    /// <summary>
    /// Those that Azure lists prices in (ISO 4217):
    /// https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices#supported-currencies.
    /// </summary>
    public static ImmutableArray<string> Listed { get; } =
    [
        Default, "AUD", "BRL", "CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "INR", "JPY", "KRW", "NOK", "NZD", "RUB", "SEK", "TWD",
    ];
}
