using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatOps.Azure.Prices;

/// <summary>
/// The Azure Retail Prices API, over Azure.Core's pipeline: one list, which anybody may read and for which no token is sent.
/// </summary>
public sealed partial class RetailPricesClient
{
    public static readonly Uri Public = new("https://prices.azure.com");

    private const string ApiVersion = "2023-01-01-preview";

    /// <summary>Far more than there are prices of what one filter asks for; else pages that lead to each other would be read for ever.</summary>
    private const int MostPages = 200;

    private readonly Uri _endpoint;
    private readonly HttpPipeline _pipeline;

    [GeneratedRegex(@"^[A-Z]{3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Currency();

    /// <param name="endpoint">Without a path.</param>
    public RetailPricesClient(Uri endpoint, RetailPricesClientOptions? options = null) =>
        (_endpoint, _pipeline) = (endpoint, HttpPipelineBuilder.Build(options ?? new()));

    /// <summary>The rows that a filter lets through, read page by page as they are asked for.</summary>
    /// <remarks>https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices: pages have 1,000 rows at most.</remarks>
    /// <param name="currency">ISO 4217.</param>
    /// <exception cref="RequestFailedException">It was refused, or its answer is none.</exception>
    public async IAsyncEnumerable<RetailPrice> GetPricesAsync(
        string currency, RetailPriceFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Currency().IsMatch(currency)) throw new ArgumentException("That is no currency's code.", nameof(currency));
        var query = $"api-version={ApiVersion}&currencyCode='{currency}'&$filter={Uri.EscapeDataString(filter.Text)}";
        var next = new Uri(_endpoint, $"api/retail/prices?{query}");
        for (var page = 0; next is not null; page++)
        {
            if (page == MostPages) throw new RequestFailedException(0, $"It has more than {MostPages} pages.", "TooManyPages", innerException: null);
            var read = await GetAsync(next, cancellationToken);
            foreach (var price in read.Items) yield return price;
            next = read.NextPageLink is { Length: > 0 } link ? Followed(link) : null;
        }
    }

    private async Task<RetailPricesPage> GetAsync(Uri uri, CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(uri);
        message.Request.Headers.Add("Accept", "application/json");
        await _pipeline.SendAsync(message, cancellationToken);
        if (message.Response.IsError) throw new RequestFailedException(message.Response);
        try
        {
            return JsonSerializer.Deserialize(message.Response.Content, RetailPricesJson.Default.RetailPricesPage)
                ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException e)
        {
            throw new RequestFailedException(0, "The answer is no list of prices.", "InvalidAnswer", e);
        }
    }

    /// <summary>Nobody else's word is taken for what Azure costs.</summary>
    private Uri Followed(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == _endpoint.GetLeftPart(UriPartial.Authority)
            ? uri
            : throw new RequestFailedException(0, "The next page is said to be somewhere else than in the list.", "InvalidNextLink", innerException: null);
}
