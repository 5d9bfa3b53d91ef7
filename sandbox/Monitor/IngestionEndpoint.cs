using System.IO.Compression;
using System.Text.Json;
using ChatOps.Core.Metrics;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Monitor;

/// <summary>
/// <c>POST /dataCollectionRules/{rule}/streams/{stream}</c>: https://learn.microsoft.com/azure/azure-monitor/logs/logs-ingestion-api-overview.
/// Any token will do; whoever has none is nobody.
/// </summary>
internal static class IngestionEndpoint
{
    public const string ApiVersion = "2023-01-01";

    /// <summary>Of a body, as it is sent and unpacked.</summary>
    public const int MostBytes = 1024 * 1024;

    public static async Task AnswerAsync(HttpContext http, MonitorStandIn monitor)
    {
        MonitorAnswer? refusal;
        lock (monitor.Lock)
        {
            monitor.Requests = (monitor.Requests.Uploads + 1, monitor.Requests.Queries);
            refusal = Refusal(http, monitor.Faults);
        }
        refusal ??= await TakeAsync(http, monitor);
        if (refusal is not null) await refusal.WriteAsync(http);
        else http.Response.StatusCode = 204;
    }

    /// <returns>Null when there is nothing against it.</returns>
    private static MonitorAnswer? Refusal(HttpContext http, MonitorFaults faults)
    {
        var (rule, stream) = ($"{http.Request.RouteValues["rule"]}", $"{http.Request.RouteValues["stream"]}");
        if (!MonitorAnswer.HasToken(http)) return new MonitorAnswer(401, "Unauthorized", "The authentication token is missing.");
        if (faults.IsDown) return new MonitorAnswer(503, "ServiceUnavailable", "The service is unavailable.") { RetryAfter = 0 };
        if (faults.ThrottledUploads > 0)
        {
            faults.ThrottledUploads--;
            return new MonitorAnswer(429, "TooManyRequests", "The rate of requests exceeds the limit.") { RetryAfter = faults.RetryAfterSeconds };
        }
        if (http.Request.Query["api-version"] != ApiVersion)
            return new MonitorAnswer(400, "UnsupportedApiVersion", $"The api-version '{http.Request.Query["api-version"]}' is not supported.");
        if (rule != SandboxAzure.Metrics.RuleId)
            return new MonitorAnswer(404, "NotFound", $"Data collection rule with immutable Id '{rule}' not found.");
        return stream == MetricsTable.Stream ? null
            : new MonitorAnswer(400, "InvalidStream", $"The stream {stream} was not configured in the data collection rule.");
    }

    private static async Task<MonitorAnswer?> TakeAsync(HttpContext http, MonitorStandIn monitor)
    {
        var tooLong = new MonitorAnswer(413, "ContentLengthLimitExceeded", "The request is longer than 1 MB.");
        if (await ReadAsync(http.Request.Body, http.RequestAborted) is not { } body) return tooLong;
        try
        {
            if (http.Request.Headers.ContentEncoding == "gzip")
            {
                await using var unpacking = new GZipStream(body, CompressionMode.Decompress);
                if (await ReadAsync(unpacking, http.RequestAborted) is not { } unpacked) return tooLong;
                body = unpacked;
            }
            using var json = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
            var rows = json.RootElement;
            if (rows.ValueKind != JsonValueKind.Array || rows.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Object)) return NoArray();
            lock (monitor.Lock)
            {
                var now = monitor.Time.GetUtcNow();
                foreach (var row in rows.EnumerateArray())
                    if (MetricRow.Text(row, "Machine") is { } machine) monitor.Rows.Add(machine, MetricRow.Of(row, now), now);
            }
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return NoArray();
        }
    }

    private static MonitorAnswer NoArray() => new(400, "InvalidPayload", "The payload is no array of JSON objects.");

    /// <returns>Null when it is too long.</returns>
    private static async Task<MemoryStream?> ReadAsync(Stream from, CancellationToken cancellationToken)
    {
        var (read, buffer) = (new MemoryStream(), new byte[16 * 1024]);
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            read.Write(buffer, 0, count);
            if (read.Length > MostBytes) return null;
        }
        read.Position = 0;
        return read;
    }
}
