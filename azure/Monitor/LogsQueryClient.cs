using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatOps.Azure.Monitor;

/// <summary>A stretch of time, from its start up to its end.</summary>
public readonly record struct QueryTimeRange(DateTimeOffset Start, DateTimeOffset End);

/// <summary>
/// Queries of a Log Analytics workspace. It is the part of Azure.Monitor.Query that this product uses, under the same names, over Azure.Core's
/// pipeline, but that rows are taken as they come.
/// </summary>
public sealed class LogsQueryClient
{
    /// <summary>Of the public cloud. Others: https://learn.microsoft.com/azure/azure-monitor/logs/api/overview.</summary>
    public static readonly Uri PublicCloud = new("https://api.loganalytics.azure.com");

    internal static readonly TimeSpan ServerTimeout = TimeSpan.FromSeconds(60);

    private readonly Uri _endpoint;
    private readonly HttpPipeline _pipeline;

    /// <param name="endpoint">Without a path.</param>
    public LogsQueryClient(Uri endpoint, TokenCredential credential, LogsQueryClientOptions? options = null)
    {
        // In the public cloud tokens are made out for the name that it had first; elsewhere for what is asked.
        var audience = endpoint.Host == PublicCloud.Host ? "https://api.loganalytics.io" : endpoint.GetLeftPart(UriPartial.Authority);
        var token = new BearerTokenAuthenticationPolicy(credential, $"{audience}/.default");
        (_endpoint, _pipeline) = (endpoint, HttpPipelineBuilder.Build(options ?? new(), token));
    }

    /// <summary>Hands over the rows of a query's result.</summary>
    /// <remarks>https://learn.microsoft.com/azure/azure-monitor/logs/api/request-format: at most 500,000 rows and about 64 MB.</remarks>
    /// <param name="query">In KQL. Nothing that anybody typed may be in it.</param>
    /// <exception cref="RequestFailedException">It was refused, or its answer is none or not the whole one; then no row counts.</exception>
    public async Task QueryWorkspaceAsync(string workspaceId, string query, QueryTimeRange timeRange, ILogsRows rows, CancellationToken cancellationToken)
    {
        using var message = Message(workspaceId, query, timeRange);
        await _pipeline.SendAsync(message, cancellationToken);
        if (message.Response.IsError) throw new RequestFailedException(message.Response);
        LogsError? error;
        try
        {
            error = await new LogsAnswerReader(rows).ReadAsync(message.Response.ContentStream ?? Stream.Null, cancellationToken);
        }
        catch (JsonException e)
        {
            throw new RequestFailedException(0, $"The answer is no result of this query. {e.Message}", "InvalidAnswer", e);
        }
        catch (IOException e)
        {
            throw new RequestFailedException(0, "The answer broke off.", "NoAnswer", e);
        }
        if (error is not null) throw new RequestFailedException(0, error.Message, error.Code, innerException: null);
    }

    private HttpMessage Message(string workspaceId, string query, QueryTimeRange timeRange)
    {
        var message = _pipeline.CreateMessage();
        message.BufferResponse = false;
        message.Request.Method = RequestMethod.Post;
        message.Request.Uri.Reset(new Uri(_endpoint, $"v1/workspaces/{Uri.EscapeDataString(workspaceId)}/query"));
        message.Request.Headers.Add("Accept", "application/json");
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Headers.Add("Prefer", string.Create(CultureInfo.InvariantCulture, $"wait={ServerTimeout.TotalSeconds}"));
        var body = new LogsQueryBody(query, $"{timeRange.Start.UtcDateTime:O}/{timeRange.End.UtcDateTime:O}");
        message.Request.Content = RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(body, LogsJson.Default.LogsQueryBody));
        return message;
    }
}
