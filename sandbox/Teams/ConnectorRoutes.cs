using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Teams;

/// <summary>Leads requests to their endpoint, one at a time: who has no token or comes too often gets no further.</summary>
internal sealed class ConnectorRoutes(WebApplication app, ConnectorStandIn standIn)
{
    /// <param name="path">After <c>v3/conversations</c>.</param>
    public void On(string method, string path, Func<ConnectorRequest, ConnectorAnswer> answer) =>
        app.MapMethods($"/{SandboxTeams.ServicePath}/v3/conversations{path}", [method], async http =>
        {
            try
            {
                var body = await BodyAsync(http);
                await WriteAsync(http, Answer(new ConnectorRequest(http, standIn, body), answer));
            }
            catch (ConnectorError e)
            {
                await WriteAsync(http, e);
            }
        });

    public static Task WriteAsync(HttpContext http, ConnectorError error)
    {
        if (error.RetryAfter is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(http, new ConnectorAnswer(error.Status, error.Body));
    }

    private ConnectorAnswer Answer(ConnectorRequest request, Func<ConnectorRequest, ConnectorAnswer> answer)
    {
        if (!request.Http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal))
            throw new ConnectorError(401, "Unauthorized", "Authorization has been denied for this request.");
        lock (standIn.Lock)
        {
            if (standIn.Throttled <= 0) return answer(request);
            standIn.Throttled--;
            throw ConnectorError.Throttled(seconds: 2);
        }
    }

    private static async Task<JsonObject?> BodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength is null or 0 && http.Request.Headers.TransferEncoding.Count == 0) return null;
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            throw ConnectorError.BadSyntax("Bad format of the request's body.");
        }
    }

    private static async Task WriteAsync(HttpContext http, ConnectorAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        if (answer.Body is null) return;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer.Body), http.RequestAborted);
    }
}
