using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatOps.Azure.Graph;

/// <summary>
/// Microsoft Graph 1.0. It is the part of Microsoft.Graph that this product uses, under the same names, over Azure.Core's pipeline: one list.
/// </summary>
public sealed class GraphServiceClient
{
    /// <summary>Of the public cloud. Others: https://learn.microsoft.com/graph/deployments.</summary>
    public static readonly Uri Global = new("https://graph.microsoft.com");

    private readonly Uri _endpoint;
    private readonly HttpPipeline _pipeline;

    /// <param name="endpoint">Without a path.</param>
    public GraphServiceClient(Uri endpoint, TokenCredential credential, GraphClientOptions? options = null)
    {
        // In each cloud tokens are made out for its own Graph.
        var token = new BearerTokenAuthenticationPolicy(credential, $"{endpoint.GetLeftPart(UriPartial.Authority)}/.default");
        (_endpoint, _pipeline) = (endpoint, HttpPipelineBuilder.Build(options ?? new(), token));
    }

    /// <summary>The users in a group, be it by a group in that group, read page by page as they are asked for.</summary>
    /// <remarks>
    /// https://learn.microsoft.com/graph/api/group-list-transitivemembers: pages have 999 at most, and to ask for one type only, the count and the
    /// header are required. That the header is required of the next pages too stands nowhere; it is sent with each.
    /// </remarks>
    /// <param name="groupId">Its object id.</param>
    /// <exception cref="RequestFailedException">Graph refused, or its answer is none.</exception>
    public async IAsyncEnumerable<User> GetTransitiveUsersAsync(string groupId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = $"v1.0/groups/{Uri.EscapeDataString(groupId)}/transitiveMembers/microsoft.graph.user";
        var next = new Uri(_endpoint, $"{path}?$select=id,mail,userPrincipalName,accountEnabled&$count=true&$top=999");
        while (next is not null)
        {
            var page = await GetAsync(next, cancellationToken);
            foreach (var user in page.Value) yield return user;
            next = page.OdataNextLink is { } link ? Followed(link) : null;
        }
    }

    private async Task<UserCollectionResponse> GetAsync(Uri uri, CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(uri);
        message.Request.Headers.Add("Accept", "application/json");
        message.Request.Headers.Add("ConsistencyLevel", "eventual");
        await _pipeline.SendAsync(message, cancellationToken);
        if (message.Response.IsError) throw new RequestFailedException(message.Response);
        try
        {
            return JsonSerializer.Deserialize(message.Response.Content, GraphJson.Default.UserCollectionResponse)
                ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException e)
        {
            throw new RequestFailedException(0, "The answer is no list of users.", "InvalidAnswer", e);
        }
    }

    /// <summary>The token goes with it, and to nobody but Graph.</summary>
    private Uri Followed(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == _endpoint.GetLeftPart(UriPartial.Authority)
            ? uri
            : throw new RequestFailedException(0, "The next page is said to be somewhere else than at Graph.", "InvalidNextLink", innerException: null);
}
