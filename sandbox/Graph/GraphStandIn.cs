using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatOps.Azure.Graph;
using ChatOps.Sandbox.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Graph;

/// <summary>
/// A stand-in for Microsoft Graph: a real HTTP server on the loopback with the one list that the product asks for. Its pages are short, so that
/// whoever does not follow them is seen.
/// </summary>
public sealed class GraphStandIn : IAsyncDisposable
{
    private const int PageSize = 2;
    private const int LongestPage = 999;
    private const string Skip = "$skiptoken";

    private readonly LoopbackServer _server;

    private GraphStandIn(X509Certificate2? certificate) => _server = new LoopbackServer(
        web =>
        {
            web.UseRouting();
            web.MapGet("/v1.0/groups/{id}/transitiveMembers/microsoft.graph.user", AnswerAsync);
            web.MapFallback(http => WriteAsync(http, Error(400, "BadRequest", $"Resource not found for the segment '{http.Request.Path}'.")));
        },
        certificate);

    internal Lock Lock { get; } = new();

    /// <summary>Looked at and changed with the lock held.</summary>
    internal EntraDirectory Directory { get; } = new();

    /// <summary>How many requests came.</summary>
    internal int Requests { get; private set; }

    /// <summary>How many requests are still refused because there were too many.</summary>
    internal int Throttled { get; set; }

    internal int RetryAfterSeconds { get; set; } = 1;

    /// <summary>False for an identity that may read groups and no users: of those it is told the ids.</summary>
    internal bool TellsOfUsers { get; set; } = true;

    /// <summary>Over TLS, where it has a certificate: for a program that is told only of another address of Graph.</summary>
    public Uri? SecureAddress => _server.SecureAddress;

    /// <param name="certificate">For <see cref="SecureAddress"/>; null to do without.</param>
    public static async Task<GraphStandIn> StartAsync(X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        var standIn = new GraphStandIn(certificate);
        await standIn._server.StartAsync(cancellationToken);
        return standIn;
    }

    /// <summary>Leads what is sent to Graph here. (A token is not sent to a plain-HTTP address, so the address is changed after it was added.)</summary>
    public HttpPipelineTransport Transport() => new HttpClientTransport(new HttpClient(new ToLoopback(_server.Address)));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(HttpContext http)
    {
        GraphAnswer answer;
        lock (Lock)
        {
            Requests++;
            answer = Refusal(http) ?? List(http);
        }
        return WriteAsync(http, answer);
    }

    /// <returns>Null when there is nothing against it.</returns>
    private GraphAnswer? Refusal(HttpContext http)
    {
        if (!http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal))
            return Error(401, "InvalidAuthenticationToken", "Access token is empty.");
        if (Throttled > 0)
        {
            Throttled--;
            return Error(429, "TooManyRequests", "Too many requests.") with { RetryAfter = RetryAfterSeconds };
        }
        var query = http.Request.Query;
        // To ask for one type of members only is an advanced query: https://learn.microsoft.com/graph/aad-advanced-queries.
        if (http.Request.Headers["ConsistencyLevel"] != "eventual" || query["$count"] != "true")
            return Error(400, "Request_UnsupportedQuery", "The specified query needs the header ConsistencyLevel and $count.");
        if (query["$top"].ToString() is { Length: > 0 } && Top(http) is not (> 0 and <= LongestPage))
            return Error(400, "Request_BadRequest", "Invalid page size specified. Must be between 1 and 999 inclusive.");
        return Guid.TryParseExact(IdOf(http), "D", out _) ? null
            : Error(400, "Request_BadRequest", $"Invalid object identifier '{IdOf(http)}'.");
    }

    private GraphAnswer List(HttpContext http)
    {
        if (Directory.UsersOf(IdOf(http)) is not { } users)
        {
            return Error(404, "Request_ResourceNotFound",
                $"Resource '{IdOf(http)}' does not exist or one of its queried reference-property objects are not present.");
        }
        var from = Number(http.Request.Query[Skip]) ?? 0;
        var page = users.Skip(from).Take(Math.Min(Top(http) ?? PageSize, PageSize)).ToList();
        var body = new JsonObject { ["@odata.count"] = users.Count, ["value"] = new JsonArray([.. page.Select(user => Seen(user, http))]) };
        if (from + page.Count < users.Count) body["@odata.nextLink"] = Link(http, from + page.Count);
        return new GraphAnswer(200, body);
    }

    /// <summary>What was selected.</summary>
    private JsonObject Seen(EntraUser user, HttpContext http)
    {
        var seen = new JsonObject { ["id"] = user.Id };
        foreach (var property in http.Request.Query["$select"].ToString().Split(',').Where(property => property != "id"))
        {
            seen[property] = (property, TellsOfUsers) switch
            {
                (_, false) => null,
                ("mail", _) => user.Mail,
                ("userPrincipalName", _) => user.UserPrincipalName,
                ("accountEnabled", _) => user.IsEnabled,
                _ => null,
            };
        }
        return seen;
    }

    /// <summary>The same question, from there on. Over TLS they found us by name, and so they find what is linked.</summary>
    private static string Link(HttpContext http, int skip)
    {
        var asked = http.Request.Query.Where(pair => pair.Key != Skip).Select(pair => $"{pair.Key}={Uri.EscapeDataString($"{pair.Value}")}");
        var host = http.Request.IsHttps ? new Uri($"https://{http.Request.Host}") : GraphServiceClient.Global;
        return $"{new Uri(host, http.Request.Path)}?{string.Join('&', asked)}&{Skip}={skip}";
    }

    private static string IdOf(HttpContext http) => $"{http.Request.RouteValues["id"]}";

    private static int? Top(HttpContext http) => Number(http.Request.Query["$top"]);

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static GraphAnswer Error(int status, string code, string message) =>
        new(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });

    private static Task WriteAsync(HttpContext http, GraphAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        if (answer.RetryAfter is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return http.Response.WriteAsJsonAsync(answer.Body, http.RequestAborted);
    }

    private sealed record GraphAnswer(int Status, JsonObject Body)
    {
        public int? RetryAfter { get; init; }
    }
}
