using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Cloud;

/// <summary>One request to the stand-in, with the cloud as it is at that moment.</summary>
internal sealed class ArmRequest(HttpContext http, CloudState cloud, DateTimeOffset now, JsonObject? body)
{
    public const int PageSize = 50;

    public CloudState Cloud { get; } = cloud;

    public DateTimeOffset Now { get; } = now;

    public JsonObject Body { get; } = body ?? [];

    public string Subscription => this["subscription"];

    public string Group => this["group"];

    /// <summary>A value of the route.</summary>
    public string this[string name] => (string?)http.Request.RouteValues[name] ?? "";

    public string? Query(string name) => http.Request.Query[name];

    public bool Expands(string what) => Query("$expand")?.Split(',').Contains(what, StringComparer.OrdinalIgnoreCase) == true;

    /// <summary>In the group that was asked for; of a question about the whole subscription, in the only group there is.</summary>
    public string Id(string type, string name) =>
        Group.Length == 0 ? Cloud.Id(type, name) : $"/subscriptions/{Subscription}/resourceGroups/{Group}/providers/{type}/{name}";

    /// <summary>Where the page begins that a link to it asks for.</summary>
    public int Skip => int.TryParse(Query("$skiptoken"), NumberStyles.None, CultureInfo.InvariantCulture, out var from) ? from : 0;

    /// <summary>A page of a list; only what is on it is looked at.</summary>
    public ArmAnswer Page<T>(Shelf<T> all, Func<T, JsonObject> view) => Page(all.Values.AsReadOnly(), view);

    public ArmAnswer Page<T>(IReadOnlyList<T> all, Func<T, JsonObject> view)
    {
        var (from, to) = (Math.Min(Skip, all.Count), Math.Min(Skip + PageSize, all.Count));
        return Page([.. Enumerable.Range(from, to - from).Select(i => view(all[i]))], to < all.Count ? to : null);
    }

    /// <param name="next">Where the next page begins; its link repeats the question, as ARM's does.</param>
    public ArmAnswer Page(IReadOnlyList<JsonObject> page, int? next)
    {
        var answer = new JsonObject { ["value"] = new JsonArray([.. page]) };
        if (next is null) return ArmAnswer.Ok(answer);
        var asked = http.Request.Query.Where(pair => pair.Key != "$skiptoken").Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value.ToString())}");
        answer["nextLink"] = $"{Link(http.Request.Path)}?{string.Join('&', asked)}&$skiptoken={next}";
        return ArmAnswer.Ok(answer);
    }

    /// <summary>The address of something here, for who asked. Over TLS they found us by name, and so they find what is linked.</summary>
    public string Link(string path) => http.Request.IsHttps ? $"https://{http.Request.Host}{path}" : Public(path);

    /// <summary>On Azure's own host; the product's transport leads it here.</summary>
    public static string Public(string path) => $"https://management.azure.com{path}";
}

/// <param name="Headers">Beside those that every answer has.</param>
internal sealed record ArmAnswer(int Status, JsonObject? Body, IReadOnlyList<(string Name, string Value)> Headers)
{
    public static ArmAnswer Ok(JsonObject body) => new(200, body, []);

    public static ArmAnswer Empty(int status) => new(status, null, []);

    /// <summary>A long-running operation has begun: where to ask for it, and when. Each provider has its own place for that.</summary>
    public static ArmAnswer Started(
        int status, ArmRequest request, string operation, string region, JsonObject? body = null, OperationPlace? place = null)
    {
        var (path, version) = place ?? OperationPlace.Compute;
        var url = request.Link($"/subscriptions/{request.Subscription}/{path.Replace("{region}", region, StringComparison.Ordinal)}/{operation}");
        var headers = new List<(string, string)> { ("Azure-AsyncOperation", $"{url}?api-version={version}"), ("Retry-After", "10") };
        if (status == 202) headers.Add(("Location", $"{url}?monitor=true&api-version={version}"));
        return new ArmAnswer(status, body, headers);
    }
}

/// <summary>Where in a subscription a provider's running operations are asked about.</summary>
internal sealed record OperationPlace(string Path, string ApiVersion)
{
    public static readonly OperationPlace Compute = new("providers/Microsoft.Compute/locations/{region}/operations", "2023-07-01");
    public static readonly OperationPlace Disks = new("providers/Microsoft.Compute/locations/{region}/DiskOperations", "2023-04-02");
    public static readonly OperationPlace Network = new("providers/Microsoft.Network/locations/{region}/operations", "2023-05-01");
}
