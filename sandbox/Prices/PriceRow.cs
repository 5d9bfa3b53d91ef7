using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Prices;

/// <summary>A row of the list, with the fields that can be asked by and those that tell rows apart.</summary>
internal sealed record PriceRow
{
    public required string ServiceName { get; init; }
    public required string ProductName { get; init; }
    public required string SkuName { get; init; }
    public required string MeterName { get; init; }
    public string ArmSkuName { get; init; } = "";
    public required string Region { get; init; }
    public required decimal Price { get; init; }
    public required DateTimeOffset From { get; init; }
    public string Type { get; init; } = "Consumption";
    public string? Term { get; init; }
    public required string Unit { get; init; }

    /// <summary>As a filter names it.</summary>
    /// <returns>Null when nothing can be asked by it.</returns>
    public string? Field(string name) => name switch
    {
        "serviceName" => ServiceName,
        "productName" => ProductName,
        "skuName" => SkuName,
        "meterName" => MeterName,
        "armSkuName" => ArmSkuName,
        "armRegionName" => Region,
        "priceType" => Type,
        _ => null,
    };

    /// <param name="rate">What one US dollar is in the currency.</param>
    public JsonObject ToJson(string currency, decimal rate)
    {
        var json = new JsonObject
        {
            ["currencyCode"] = currency,
            ["tierMinimumUnits"] = 0.0m,
            ["retailPrice"] = Price * rate,
            ["unitPrice"] = Price * rate,
            ["armRegionName"] = Region,
            ["location"] = Region,
            ["effectiveStartDate"] = $"{From.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}",
            ["meterName"] = MeterName,
            ["productName"] = ProductName,
            ["skuName"] = SkuName,
            ["serviceName"] = ServiceName,
            ["serviceFamily"] = ServiceName == "Storage" ? "Storage" : "Compute",
            ["unitOfMeasure"] = Unit,
            ["type"] = Type,
            ["isPrimaryMeterRegion"] = true,
            ["armSkuName"] = ArmSkuName,
        };
        if (Term is not null) json["reservationTerm"] = Term;
        return json;
    }
}
