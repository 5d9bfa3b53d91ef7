using System.Text.RegularExpressions;

namespace ChatOps.Azure.Prices;

/// <summary>Which rows of the list are wanted. Names become part of an OData expression, so that each must be what it is said to be.</summary>
public sealed partial record RetailPriceFilter
{
    private RetailPriceFilter(string text) => Text = text;

    /// <summary>The expression.</summary>
    public string Text { get; }

    [GeneratedRegex(@"^Standard_[A-Za-z0-9_]{1,60}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Size();

    [GeneratedRegex(@"^[a-z]{2,40}[0-9]{0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Region();

    [GeneratedRegex(@"^[PES][0-9]{1,2} [LZ]RS\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tier();

    /// <exception cref="ArgumentException">Something is no size, or no region.</exception>
    public static RetailPriceFilter OfSizes(IEnumerable<string> sizes, IEnumerable<string> regions) => new(
        $"serviceName eq 'Virtual Machines' and priceType eq 'Consumption' and {AnyOf("armRegionName", regions, Region())} "
        + $"and {AnyOf("armSkuName", sizes, Size())}");

    /// <param name="tiers">As <see cref="Core.Prices.DiskTier"/> has them.</param>
    /// <exception cref="ArgumentException">Something is no tier, or no region.</exception>
    public static RetailPriceFilter OfDisks(IEnumerable<string> tiers, IEnumerable<string> regions) => new(
        $"serviceName eq 'Storage' and priceType eq 'Consumption' and {AnyOf("armRegionName", regions, Region())} "
        + $"and {AnyOf("skuName", tiers, Tier())}");

    private static string AnyOf(string field, IEnumerable<string> values, Regex grammar) =>
        $"({string.Join(" or ", values.Select(value => $"{field} eq '{Checked(value, grammar)}'"))})";

    private static string Checked(string value, Regex grammar) =>
        grammar.IsMatch(value) ? value : throw new ArgumentException("That is no name that could be asked for.", nameof(value));
}
