using ChatOps.Azure.Prices;
using ChatOps.Core.Prices;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Tools;

/// <summary>The prices that the program is shipped with, by which tests reckon.</summary>
internal static class SomePrices
{
    public static PriceBook Book => ShippedPrices.Book;

    public static LivePrices Live { get; } = new(Book);

    public static Money? Of(string size, bool spot = false) => Book.PerHour(size, "eastus", spot);
}
