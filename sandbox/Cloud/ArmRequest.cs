using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Cloud;

/// <summary>One request to the stand-in, with the cloud as it is at that moment.</summary>
internal sealed class ArmRequest(HttpContext http, CloudState cloud, DateTimeOffset now, JsonObject? body)
{
    private const int PageSize = 50;

    public CloudState Cloud { get; } = cloud;

    public DateTimeOffset Now { get; } = now;

    public JsonObject Body { get; } = body ?? [];

    public string Subscription => this["subscription"];

    public string Group => this["group"];

    /// <summary>A value of the route.</summary>
    public string this[string name] => (string?)http.Request.RouteValues[name] ?? "";

    public string? Query(string name) => http.Request.Query[name];

    public bool Expands(string what) => Query("$expand") == what;

    public string Id(string type, string name) => $"/subscriptions/{Subscription}/resourceGroups/{Group}/providers/{type}/{name}";

    /// <summary>A page of a list; the link to the next one as ARM gives it.</summary>
    public ArmAnswer Page(IReadOnlyList<JsonObject> all)
    {
        var skip = int.TryParse(Query("$skiptoken"), NumberStyles.None, CultureInfo.InvariantCulture, out var from) ? from : 0;
        var page = new JsonObject { ["value"] = new JsonArray([.. all.Skip(skip).Take(PageSize)]) };
        if (skip + PageSize < all.Count) page["nextLink"] = $"{Public(http.Request.Path)}?api-version={Query("api-version")}&$skiptoken={skip + PageSize}";
        return ArmAnswer.Ok(page);
    }

    /// <summary>Links name Azure's own host; the product's transport leads them here.</summary>
    public static string Public(string path) => $"https://management.azure.com{path}";
}

/// <param name="Headers">Beside those that every answer has.</param>
internal sealed record ArmAnswer(int Status, JsonObject? Body, IReadOnlyList<(string Name, string Value)> Headers)
{
    public static ArmAnswer Ok(JsonObject body) => new(200, body, []);

    public static ArmAnswer Empty(int status) => new(status, null, []);

    /// <summary>A long-running operation has begun: where to ask for it, and when.</summary>
    public static ArmAnswer Started(int status, ArmRequest request, string operation, string region, JsonObject? body = null)
    {
        var path = $"/subscriptions/{request.Subscription}/providers/Microsoft.Compute/locations/{region}/operations/{operation}";
        var headers = new List<(string, string)> { ("Azure-AsyncOperation", ArmRequest.Public($"{path}?api-version=2023-07-01")), ("Retry-After", "10") };
        if (status == 202) headers.Add(("Location", ArmRequest.Public($"{path}?monitor=true&api-version=2023-07-01")));
        return new ArmAnswer(status, body, headers);
    }
}
