using System.Globalization;
using System.Text.Json.Nodes;
using ChatOps.Azure;
using ChatOps.Sandbox.Cloud;

namespace ChatOps.Sandbox.Costs;

/// <summary>Microsoft.CostManagement/query of a resource group (2023-11-01), as far as the product asks it: by day and team.</summary>
internal static class CostEndpoints
{
    private const string Path = "providers/Microsoft.CostManagement/query";

    /// <summary>Short, so that whoever does not follow pages is seen.</summary>
    private const int PageSize = 5;

    private const int MostDays = 31;

    public static void Map(ArmRoutes routes) => routes.OnGroup("POST", Path, Query);

    private static ArmAnswer Query(ArmRequest request)
    {
        var bill = request.Cloud.Bill;
        if (bill.IsDown) throw new ArmError(503, "ServiceUnavailable", "The service is unavailable.");
        var (from, to) = PeriodOf(request.Body);
        var all = bill.Days(request.Cloud, from, to, request.Now).ToList();
        var next = request.Skip + PageSize < all.Count ? request.Skip + PageSize : (int?)null;
        var id = Clockwork.NewId(request.Cloud, "query");
        return ArmAnswer.Ok(new JsonObject
        {
            ["id"] = $"subscriptions/{request.Subscription}/resourceGroups/{request.Group}/{Path}/{id}",
            ["name"] = id,
            ["type"] = "Microsoft.CostManagement/query",
            ["properties"] = new JsonObject
            {
                // Azure says so with a null; the specification has no word of that.
                ["nextLink"] = next is null ? "" : Link(request, next.Value),
                ["columns"] = new JsonArray(
                    Column("PreTaxCost", "Number"), Column("UsageDate", "Number"), Column("TagKey", "String"), Column("TagValue", "String"),
                    Column("Currency", "String")),
                ["rows"] = new JsonArray([.. all.Skip(request.Skip).Take(PageSize).Select(row => Row(row.Day, row.Team, row.Amount))]),
            },
        });
    }

    /// <summary>Asked as the product asks: anything else would be answered otherwise.</summary>
    private static (DateOnly From, DateOnly To) PeriodOf(JsonObject body)
    {
        if ((string?)body["type"] != "ActualCost" || (string?)body["timeframe"] != "Custom" || (string?)body["dataset"]?["granularity"] != "Daily")
            throw Bad("Only actual costs of a custom time, by the day, are known here.");
        if (body["dataset"]?["grouping"] is not JsonArray { Count: 1 } groups || (string?)groups[0]?["type"] != "TagKey"
            || (string?)groups[0]?["name"] != VmTemplate.TeamTag)
            throw Bad("Only the team's tag is known here.");
        var (from, to) = (Day(body["timePeriod"]?["from"]), Day(body["timePeriod"]?["to"]));
        return to.DayNumber - from.DayNumber < MostDays && from <= to ? (from, to) : throw Bad("By the day, 31 of them can be asked for at most.");
    }

    private static DateOnly Day(JsonNode? at) =>
        DateTimeOffset.TryParse((string?)at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? DateOnly.FromDateTime(moment.UtcDateTime)
            : throw Bad("The time period is none.");

    private static ArmError Bad(string message) => new(400, "BadRequest", message);

    private static string Link(ArmRequest request, int skip)
    {
        var path = request.Link($"/subscriptions/{request.Subscription}/resourceGroups/{request.Group}/{Path}");
        return $"{path}?api-version={request.Query("api-version")}&$skiptoken={skip}";
    }

    private static JsonObject Column(string name, string type) => new() { ["name"] = name, ["type"] = type };

    private static JsonArray Row(DateOnly day, string team, decimal amount) =>
        new(amount, int.Parse(day.ToString("yyyyMMdd", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), VmTemplate.TeamTag, team, "USD");
}
