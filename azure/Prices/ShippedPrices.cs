using ChatOps.Core.Prices;

namespace ChatOps.Azure.Prices;

/// <summary>The prices that the program comes with (<c>prices.json</c>, which says where each is from), for when the list cannot be read.</summary>
public static class ShippedPrices
{
    private const string File = "prices.json";

    public static PriceBook Book { get; } = Load();

    private static PriceBook Load()
    {
        using var stream = typeof(ShippedPrices).Assembly.GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"{File} is not embedded.");
        return PriceBookFile.Read(File, stream);
    }
}
