using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatOps.Azure.CostManagement;

/// <summary>The Query API of Cost Management, over Azure.Core's pipeline: as much of it as tells what was billed, by day and tag.</summary>
public sealed class CostManagementClient
{
    private const string ApiVersion = "2023-11-01";
    private const int NoContent = 204;

    /// <summary>Far more than a month has; else pages that lead to each other would be read for ever.</summary>
    private const int MostPages = 200;

    private readonly Uri _resourceManager;
    private readonly HttpPipeline _pipeline;

    /// <param name="resourceManager">Where ARM is, without a path.</param>
    public CostManagementClient(Uri resourceManager, TokenCredential credential, CostManagementClientOptions? options = null)
    {
        var token = new BearerTokenAuthenticationPolicy(credential, ArmConnection.Cloud(resourceManager).DefaultScope);
        (_resourceManager, _pipeline) = (resourceManager, HttpPipelineBuilder.Build(options ?? new(), token));
    }

    /// <summary>What was billed in a scope, by day and by the value that a tag has, read page by page as it is asked for.</summary>
    /// <remarks>https://learn.microsoft.com/rest/api/cost-management/query/usage: by the day, 31 of them at most.</remarks>
    /// <param name="scope">ARM id of a resource group.</param>
    /// <param name="to">The last day.</param>
    /// <exception cref="RequestFailedException">It was refused, or its answer is none.</exception>
    public async IAsyncEnumerable<CostRow> QueryAsync(
        string scope, string tag, DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(CostQueryBody.Of(tag, from, to), CostQueryJson.Default.CostQueryBody);
        var next = new Uri(_resourceManager, $"{scope}/providers/Microsoft.CostManagement/query?api-version={ApiVersion}");
        for (var pages = 0; next is not null; pages++)
        {
            if (pages == MostPages) throw new RequestFailedException(0, $"It has more than {MostPages} pages.", "TooManyPages", innerException: null);
            if (await PostAsync(next, body, cancellationToken) is not var (rows, link)) yield break;
            foreach (var row in rows) yield return row;
            next = link is { Length: > 0 } ? Followed(link) : null;
        }
    }

    /// <returns>Null where there is nothing in the scope that anything could be said of.</returns>
    private async Task<(List<CostRow> Rows, string? Next)?> PostAsync(Uri uri, byte[] body, CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Post;
        message.Request.Uri.Reset(uri);
        message.Request.Headers.Add("Accept", "application/json");
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Content = RequestContent.Create(body);
        await _pipeline.SendAsync(message, cancellationToken);
        if (message.Response.IsError) throw new RequestFailedException(message.Response);
        if (message.Response.Status == NoContent) return null;
        try
        {
            var page = JsonSerializer.Deserialize(message.Response.Content, CostQueryJson.Default.CostQueryAnswer)?.Properties
                ?? throw new JsonException("The answer is null.");
            return ([.. CostRow.Of(page)], page.NextLink);
        }
        catch (JsonException e)
        {
            throw new RequestFailedException(0, $"The answer is no list of costs. {e.Message}", "InvalidAnswer", e);
        }
    }

    /// <summary>The token goes to ARM and nowhere else.</summary>
    private Uri Followed(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == _resourceManager.GetLeftPart(UriPartial.Authority)
            ? uri
            : throw new RequestFailedException(0, "The next page is said to be somewhere else than at ARM.", "InvalidNextLink", innerException: null);
}
