using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatOps.Azure.Prices;
using ChatOps.Sandbox.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Prices;

/// <summary>
/// A stand-in for the Retail Prices API: a real HTTP server on the loopback with a list like Azure's, made from the prices that the program is
/// shipped with. Its pages are short, so that whoever does not follow them is seen.
/// </summary>
public sealed class PricesStandIn : IAsyncDisposable
{
    private const int PageSize = 100;
    private const string Skip = "$skip";

    /// <summary>What one US dollar is: not that of any day, but always the same.</summary>
    private static readonly Dictionary<string, decimal> Rates = new() { ["USD"] = 1, ["EUR"] = 0.9m };

    private readonly LoopbackServer _server;
    private readonly List<PriceRow> _rows = [.. PriceRows.Of(ShippedPrices.Book, [.. SandboxAzure.Site.Subnets.Keys])];

    private PricesStandIn(X509Certificate2? certificate) => _server = new LoopbackServer(
        web =>
        {
            web.UseRouting();
            web.MapGet("/api/retail/prices", AnswerAsync);
            web.MapFallback(http => WriteAsync(http, 404, Error("There is nothing here.")));
        },
        certificate);

    internal Lock Lock { get; } = new();

    /// <summary>Looked at and changed with the lock held, as what follows. A later row of the same meter supersedes an earlier one.</summary>
    internal List<PriceRow> Rows => _rows;

    /// <summary>Answers nothing but that it is not there.</summary>
    internal bool IsDown { get; set; }

    /// <summary>How many requests are still refused because there were too many.</summary>
    internal int Throttled { get; set; }

    internal int RetryAfterSeconds { get; set; } = 1;

    /// <summary>How many requests came.</summary>
    internal int Requests { get; private set; }

    /// <summary>Over TLS, where it has a certificate.</summary>
    public Uri? SecureAddress => _server.SecureAddress;

    /// <param name="certificate">For <see cref="SecureAddress"/>; null to do without.</param>
    public static async Task<PricesStandIn> StartAsync(X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        var standIn = new PricesStandIn(certificate);
        await standIn._server.StartAsync(cancellationToken);
        return standIn;
    }

    /// <summary>Leads what is sent to Azure's list here.</summary>
    public HttpPipelineTransport Transport() => new HttpClientTransport(new HttpClient(new ToLoopback(_server.Address)));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(HttpContext http)
    {
        lock (Lock)
        {
            Requests++;
            if (IsDown) return WriteAsync(http, 503, Error("The service is unavailable."));
            if (Throttled > 0)
            {
                Throttled--;
                http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                return WriteAsync(http, 429, Error("Too many requests."));
            }
            try
            {
                return WriteAsync(http, 200, Page(http));
            }
            catch (FormatException e)
            {
                return WriteAsync(http, 400, Error(e.Message));
            }
        }
    }

    /// <exception cref="FormatException">It is not asked as the list can be asked.</exception>
    private JsonObject Page(HttpContext http)
    {
        var query = http.Request.Query;
        if (query["currencyCode"].ToString() is not ['\'', .. var currency, '\'']) throw new FormatException("The currency is missing.");
        var filter = PriceFilter.Read(query["$filter"].ToString());
        var from = int.TryParse(query[Skip], NumberStyles.None, CultureInfo.InvariantCulture, out var skip) ? skip : 0;
        var found = Rates.TryGetValue(currency, out var rate) ? _rows.Where(filter).ToList() : [];
        var page = found.Skip(from).Take(PageSize).ToList();
        return new JsonObject
        {
            ["BillingCurrency"] = currency,
            ["CustomerEntityId"] = "Default",
            ["CustomerEntityType"] = "Retail",
            ["Items"] = new JsonArray([.. page.Select(row => row.ToJson(currency, rate))]),
            ["NextPageLink"] = from + page.Count < found.Count ? Link(http, from + page.Count) : null,
            ["Count"] = page.Count,
        };
    }

    /// <summary>
    /// The same question, from there on, as Azure writes it, with the port. Over TLS they found us by name, and so they find what is linked.
    /// </summary>
    private static string Link(HttpContext http, int skip)
    {
        var asked = http.Request.Query.Where(pair => pair.Key != Skip).Select(pair => $"{pair.Key}={Uri.EscapeDataString($"{pair.Value}")}");
        var host = http.Request.IsHttps ? $"https://{http.Request.Host}" : $"https://{RetailPricesClient.Public.Host}:443";
        return $"{host}{http.Request.Path}?{string.Join('&', asked)}&{Skip}={skip}";
    }

    private static JsonObject Error(string message) => new() { ["Error"] = new JsonObject { ["Message"] = message } };

    private static Task WriteAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(body, http.RequestAborted);
    }
}
