using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Cloud;

/// <summary>Leads requests to their endpoint, one at a time: faults on demand first, then the clockwork, then the endpoint.</summary>
internal sealed class ArmRoutes(WebApplication app, CloudState cloud, Lock cloudLock, TimeProvider time, Action changed)
{
    /// <summary>A resource of Microsoft.Compute in a resource group.</summary>
    public void On(string method, string path, Func<ArmRequest, ArmAnswer> answer) =>
        Map(method, $"/subscriptions/{{subscription}}/resourceGroups/{{group}}/providers/Microsoft.Compute/{path}", answer);

    /// <summary>A resource of Microsoft.Network in a resource group.</summary>
    public void OnNetwork(string method, string path, Func<ArmRequest, ArmAnswer> answer) =>
        Map(method, $"/subscriptions/{{subscription}}/resourceGroups/{{group}}/providers/Microsoft.Network/{path}", answer);

    /// <summary>Something of Microsoft.Compute in the whole subscription.</summary>
    public void OnSubscription(string method, string path, Func<ArmRequest, ArmAnswer> answer) =>
        Map(method, $"/subscriptions/{{subscription}}/providers/Microsoft.Compute/{path}", answer);

    private void Map(string method, string path, Func<ArmRequest, ArmAnswer> answer) =>
        app.MapMethods(path, [method], async (HttpContext http) =>
        {
            var hasBody = http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0;
            var body = hasBody ? await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) : null;
            await WriteAsync(http, Answer(http, body as JsonObject, answer));
        });

    private ArmAnswer Answer(HttpContext http, JsonObject? body, Func<ArmRequest, ArmAnswer> answer)
    {
        lock (cloudLock)
        {
            try
            {
                Refuse(http);
                var now = time.GetUtcNow();
                Clockwork.Settle(cloud, now);
                return answer(new ArmRequest(http, cloud, now, body));
            }
            catch (ArmError e)
            {
                return new ArmAnswer(e.Status, e.Body, e.RetryAfter is { } wait ? [("Retry-After", $"{wait}")] : []);
            }
            finally
            {
                changed();
            }
        }
    }

    private void Refuse(HttpContext http)
    {
        if (!http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal))
            throw new ArmError(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
        if (http.Request.Query["api-version"].Count == 0)
            throw new ArmError(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
        var faults = cloud.Faults;
        if (faults.Throttled > 0)
        {
            faults.Throttled--;
            throw ArmError.Throttled(faults.RetryAfterSeconds);
        }
        if (faults.Errors <= 0) return;
        faults.Errors--;
        throw new ArmError(faults.ErrorStatus, "InternalServerError", "The server encountered an internal error. Please retry the request.");
    }

    private static async Task WriteAsync(HttpContext http, ArmAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.Headers["x-ms-request-id"] = http.TraceIdentifier;
        foreach (var (name, value) in answer.Headers) http.Response.Headers[name] = value;
        if (answer.Body is null) return;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer.Body), http.RequestAborted);
    }
}
