using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Azure.Prices;

/// <summary>
/// A row of the list: one price of one meter in one region from one day on.
/// https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices#api-response-examples.
/// </summary>
public sealed record RetailPrice
{
    /// <summary>Consumption, Reservation or DevTestConsumption; a filter calls it priceType.</summary>
    public required string Type { get; init; }
    public required string ServiceName { get; init; }
    /// <summary>"Virtual Machines NCadsH100v5 Series", with " Windows" behind it where that is paid for too.</summary>
    public required string ProductName { get; init; }
    /// <summary>"NC40adsH100v5 Spot", "P10 LRS".</summary>
    public required string SkuName { get; init; }
    /// <summary>"NC40adsH100v5 Spot", "P10 LRS Disk".</summary>
    public required string MeterName { get; init; }
    /// <summary>A size as ARM names it; of disks, empty or their type.</summary>
    public string? ArmSkuName { get; init; }
    public string? ArmRegionName { get; init; }
    /// <summary>"1 Hour", "1/Month".</summary>
    public required string UnitOfMeasure { get; init; }
    public required string CurrencyCode { get; init; }
    /// <summary>From how many units on it is the price.</summary>
    public decimal TierMinimumUnits { get; init; }
    /// <summary>Without any discount. Of a reservation it is that of the whole term, whatever the unit says.</summary>
    [JsonPropertyName("retailPrice")]
    public required decimal Amount { get; init; }
    /// <summary>Older rows stay in the list, and rows of days to come are in it.</summary>
    public required DateTimeOffset EffectiveStartDate { get; init; }
}

/// <summary>A page of the list.</summary>
internal sealed record RetailPricesPage
{
    [JsonPropertyName("Items")]
    public required ImmutableArray<RetailPrice> Items { get; init; }
    /// <summary>Null on the last one.</summary>
    [JsonPropertyName("NextPageLink")]
    public string? NextPageLink { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RetailPricesPage))]
internal sealed partial class RetailPricesJson : JsonSerializerContext;
