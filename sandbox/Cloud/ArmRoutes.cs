using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Cloud;

/// <summary>Leads requests to their endpoint, one at a time: faults on demand first, then the clockwork, then the endpoint.</summary>
internal sealed class ArmRoutes(WebApplication app, ArmStandIn standIn, TimeProvider time)
{
    private const string InGroup = "/subscriptions/{subscription}/resourceGroups/{group}";

    /// <summary>A resource of Microsoft.Compute in a resource group.</summary>
    public void On(string method, string path, Func<ArmRequest, ArmAnswer> answer) =>
        Map(method, $"{InGroup}/providers/Microsoft.Compute/{path}", path, answer);

    /// <summary>A resource of Microsoft.Network in a resource group.</summary>
    public void OnNetwork(string method, string path, Func<ArmRequest, ArmAnswer> answer) =>
        Map(method, $"{InGroup}/providers/Microsoft.Network/{path}", path, answer);

    /// <summary>Something of a resource group, whoever provides it.</summary>
    public void OnGroup(string method, string path, Func<ArmRequest, ArmAnswer> answer) => Map(method, $"{InGroup}/{path}", path, answer);

    /// <summary>Something of Microsoft.Compute in the whole subscription.</summary>
    public void OnSubscription(string method, string path, Func<ArmRequest, ArmAnswer> answer) =>
        Map(method, $"/subscriptions/{{subscription}}/providers/Microsoft.Compute/{path}", $"subscription's {path}", answer);

    /// <summary>Where running operations are asked about.</summary>
    public void OnOperation(OperationPlace place, Func<ArmRequest, ArmAnswer> answer) =>
        Map("GET", $"/subscriptions/{{subscription}}/{place.Path}/{{operation}}", "operations/{operation}", answer);

    private void Map(string method, string path, string shortPath, Func<ArmRequest, ArmAnswer> answer)
    {
        var kind = $"{method} {shortPath}";
        app.MapMethods(path, [method], async (HttpContext http) =>
        {
            var hasBody = http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0;
            var body = hasBody ? await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) : null;
            var answered = Answer(http, kind, body as JsonObject, answer);
            standIn.Tell();
            await WriteAsync(http, answered);
        });
    }

    /// <summary>The answer as it is sent: a body is written while nobody else can change what it was made from.</summary>
    private Answered Answer(HttpContext http, string kind, JsonObject? body, Func<ArmRequest, ArmAnswer> answer)
    {
        lock (standIn.Lock)
        {
            standIn.Count(kind);
            try
            {
                Refuse(http);
                var now = time.GetUtcNow();
                Clockwork.Settle(standIn.State, now);
                var request = new ArmRequest(http, standIn.State, now, body);
                if (standIn.State.Scope.Length == 0 && request.Group.Length > 0)
                    standIn.State.Scope = $"/subscriptions/{request.Subscription}/resourceGroups/{request.Group}";
                return Answered.With(answer(request));
            }
            catch (ArmError e)
            {
                return Answered.With(new ArmAnswer(e.Status, e.Body, e.RetryAfter is { } wait ? [("Retry-After", $"{wait}")] : []));
            }
            finally
            {
                standIn.Save();
            }
        }
    }

    private void Refuse(HttpContext http)
    {
        if (!http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal))
            throw new ArmError(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
        if (http.Request.Query["api-version"].Count == 0)
            throw new ArmError(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
        var faults = standIn.State.Faults;
        // Cost Management counts for itself, and says so in its own way.
        if (faults.Throttled > 0 && http.Request.Path.Value?.Contains("/providers/Microsoft.CostManagement/", StringComparison.OrdinalIgnoreCase) != true)
        {
            faults.Throttled--;
            throw ArmError.Throttled(faults.RetryAfterSeconds);
        }
        if (faults.Errors <= 0) return;
        faults.Errors--;
        throw new ArmError(faults.ErrorStatus, "InternalServerError", "The server encountered an internal error. Please retry the request.");
    }

    private static async Task WriteAsync(HttpContext http, Answered answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.Headers["x-ms-request-id"] = http.TraceIdentifier;
        if (http.Request.Headers["x-ms-return-client-request-id"] == "true")
            http.Response.Headers["x-ms-client-request-id"] = http.Request.Headers["x-ms-client-request-id"];
        foreach (var (name, value) in answer.Headers) http.Response.Headers[name] = value;
        if (answer.Body is null) return;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = answer.Body.Length;
        await http.Response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }

    private sealed record Answered(int Status, byte[]? Body, IReadOnlyList<(string Name, string Value)> Headers)
    {
        public static Answered With(ArmAnswer answer) =>
            new(answer.Status, answer.Body is null ? null : JsonSerializer.SerializeToUtf8Bytes(answer.Body), answer.Headers);
    }
}
