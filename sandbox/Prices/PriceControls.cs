using System.Globalization;
using ChatOps.Core.Sizes;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox.Prices;

/// <summary><c>! cloud prices …</c> and <c>! cloud price …</c>: what happens to the list of what Azure costs.</summary>
internal static class PriceControls
{
    public static readonly string Help = """
        ! cloud prices down|up                   Azure's price list is not there; is there again
        ! cloud price Standard_NC24ads_A100_v4 eastus 4.20    what a size costs per hour in a region from now on; it is read once a day
        """;

    /// <exception cref="UserError">The words make no sense; says what would.</exception>
    public static void Run(PricesStandIn prices, IReadOnlyList<string> words, DateTimeOffset now)
    {
        lock (prices.Lock)
        {
            switch (words)
            {
                case ["prices", "down" or "up"]:
                    prices.IsDown = words[1] == "down";
                    break;
                case ["price", var size, var region, var amount] when decimal.TryParse(amount, CultureInfo.InvariantCulture, out var price) && price > 0:
                    var named = SizeCatalog.Find(size) ?? throw new UserError($"{Echo.Name(size)} is no GPU size.{NearMiss.Hint(size, SizeCatalog.Names)}");
                    prices.Rows.Add(PriceRows.Machine(named.Name, region, price) with { From = now });
                    break;
                default:
                    throw new UserError($"What happens to the prices?\n{Help}");
            }
        }
    }
}
