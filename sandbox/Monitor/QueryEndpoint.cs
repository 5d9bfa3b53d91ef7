using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Core.Metrics;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Monitor;

/// <summary>
/// <c>POST /v1/workspaces/{workspace}/query</c>: https://learn.microsoft.com/azure/azure-monitor/logs/api/request-format. It knows two queries.
/// </summary>
internal static class QueryEndpoint
{
    private const string Improper = "The request had some invalid properties";

    public static async Task AnswerAsync(HttpContext http, MonitorStandIn monitor)
    {
        var body = await ReadAsync(http);
        byte[]? result = null;
        MonitorAnswer? refusal;
        lock (monitor.Lock)
        {
            monitor.Requests = (monitor.Requests.Uploads, monitor.Requests.Queries + 1);
            refusal = Refusal(http, monitor.Faults) ?? Answer(body, monitor, out result);
        }
        if (refusal is not null) await refusal.WriteAsync(http);
        if (result is null) return;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(result, http.RequestAborted);
    }

    /// <returns>Null when there is nothing against it.</returns>
    private static MonitorAnswer? Refusal(HttpContext http, MonitorFaults faults)
    {
        if (!MonitorAnswer.HasToken(http)) return new MonitorAnswer(401, "AuthorizationRequiredError", "Valid authentication was not provided");
        if (faults.IsDown) return new MonitorAnswer(503, "ServiceUnavailable", "The service is unavailable.") { RetryAfter = 0 };
        if (faults.ThrottledQueries > 0)
        {
            faults.ThrottledQueries--;
            return new MonitorAnswer(429, "ThrottledError", "The request was throttled.") { RetryAfter = faults.RetryAfterSeconds };
        }
        return http.Request.RouteValues["workspace"] is string id && Guid.TryParse(id, out var workspace) && workspace == SandboxAzure.Metrics.WorkspaceId
            ? null
            : new MonitorAnswer(404, "WorkspaceNotFoundError", "The workspace could not be found");
    }

    private static MonitorAnswer? Answer(JsonObject? body, MonitorStandIn monitor, out byte[]? result)
    {
        result = null;
        if (body is null) return new MonitorAnswer(400, "BadArgumentError", Improper, ("InvalidJsonBody", "The body is no JSON object."));
        if (Text(body, "query") is not { } query || AskedUse.Read(query) is not { } asked)
            return new MonitorAnswer(400, "BadArgumentError", Improper,
                ("SyntaxError", "A recognition error occurred in the query."), ("SYN0002", "Query could not be parsed: this is none that the stand-in knows."));
        if (Text(body, "timespan") is { } timespan)
        {
            if (Between(timespan) is not var (from, to)) return new MonitorAnswer(400, "BadArgumentError", Improper, ("BadTimespan", "Invalid timespan."));
            asked = asked with { From = Max(asked.From, from), To = asked.To < to ? asked.To : to };
        }
        if (!monitor.Rows.IsThere)
            return new MonitorAnswer(400, "BadArgumentError", Improper,
                ("SemanticError", "A semantic error occurred."),
                ("SEM0100", $"'where' operator: Failed to resolve table or column expression named '{MetricsTable.Name}'"));
        var error = monitor.Faults.IsPartial ? "Something went wrong processing your query on the server." : null;
        result = LogsAnswer.Of(monitor.Rows, asked, monitor.Time.GetUtcNow() - monitor.Faults.Late, error);
        return null;
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static (DateTimeOffset From, DateTimeOffset To)? Between(string timespan) =>
        timespan.Split('/') is [var from, var to] && Time(from) is { } begin && Time(to) is { } end ? (begin, end) : null;

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string? Text(JsonObject body, string name) => body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static async Task<JsonObject?> ReadAsync(HttpContext http)
    {
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
