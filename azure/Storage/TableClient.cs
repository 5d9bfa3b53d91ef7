using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatOps.Azure.Storage;

/// <summary>One table. Its methods are named and behave as those of Azure.Data.Tables.</summary>
public sealed partial class TableClient
{
    private readonly Uri _endpoint;
    private readonly HttpPipeline _pipeline;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,62}$")]
    private static partial Regex ValidName();

    internal TableClient(Uri endpoint, HttpPipeline pipeline, string name)
    {
        if (!ValidName().IsMatch(name)) throw new ArgumentException($"\"{name}\" is no name for a table.", nameof(name));
        (_endpoint, _pipeline, Name) = (endpoint, pipeline, name);
    }

    public string Name { get; }

    public async Task CreateIfNotExistsAsync(CancellationToken cancellationToken)
    {
        using var message = Message(RequestMethod.Post, "Tables");
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Headers.Add("Prefer", "return-no-content");
        message.Request.Content = RequestContent.Create(BinaryData.FromString($$"""{"TableName":"{{Name}}"}"""));
        await _pipeline.SendAsync(message, cancellationToken);
        if (!message.Response.IsError) return;
        var error = new RequestFailedException(message.Response);
        if (error.ErrorCode != "TableAlreadyExists") throw error;
    }

    /// <summary>Null when there is no such row.</summary>
    public async Task<TableEntity?> GetEntityIfExistsAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        using var message = Message(RequestMethod.Get, Name + TableBatch.Key(partitionKey, rowKey));
        await _pipeline.SendAsync(message, cancellationToken);
        if (message.Response.IsError)
        {
            var error = new RequestFailedException(message.Response);
            return error.ErrorCode is "ResourceNotFound" or "EntityNotFound" ? null : throw error;
        }
        using var document = JsonDocument.Parse(message.Response.Content);
        return TableEntity.Read(document.RootElement);
    }

    /// <summary>The rows that a filter lets through, in key order, read page by page as they are asked for.</summary>
    /// <param name="filter">OData.</param>
    public async IAsyncEnumerable<TableEntity> QueryAsync(string filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (string? Partition, string? Row) next = default;
        // A page may be empty and yet not be the last.
        do
        {
            using var message = Message(RequestMethod.Get, $"{Name}()");
            var uri = message.Request.Uri;
            uri.AppendQuery("$filter", filter, escapeValue: true);
            if (next.Partition is { } partition) uri.AppendQuery("NextPartitionKey", partition, escapeValue: true);
            if (next.Row is { } row) uri.AppendQuery("NextRowKey", row, escapeValue: true);
            await _pipeline.SendAsync(message, cancellationToken);
            if (message.Response.IsError) throw new RequestFailedException(message.Response);
            var headers = message.Response.Headers;
            next = (headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var nextPartition) ? nextPartition : null,
                headers.TryGetValue("x-ms-continuation-NextRowKey", out var nextRow) ? nextRow : null);
            using var page = JsonDocument.Parse(message.Response.Content);
            foreach (var entity in page.RootElement.GetProperty("value").EnumerateArray()) yield return TableEntity.Read(entity);
        }
        while (next.Partition is not null);
    }

    /// <summary>All actions or none: at most 100, all of one partition, each on another row.</summary>
    /// <exception cref="TableTransactionFailedException">One of them was refused.</exception>
    public async Task SubmitTransactionAsync(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken)
    {
        var batch = new TableBatch();
        using var message = Message(RequestMethod.Post, "$batch");
        foreach (var action in transactionActions) batch.Add(Under(_endpoint, Name), action);
        message.Request.Headers.Add("Content-Type", batch.ContentType);
        message.Request.Content = RequestContent.Create(batch.End());
        await _pipeline.SendAsync(message, cancellationToken);
        if (message.Response.IsError) throw new RequestFailedException(message.Response);
        batch.ThrowIfRefused(message.Response, wasRepeated: message.ProcessingContext.RetryNumber > 0);
    }

    private HttpMessage Message(RequestMethod method, string path)
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(Under(_endpoint, path)));
        message.Request.Headers.Add("Accept", "application/json;odata=minimalmetadata");
        message.Request.Headers.Add("DataServiceVersion", "3.0");
        message.Request.Headers.Add("MaxDataServiceVersion", "3.0;NetFx");
        return message;
    }

    private static string Under(Uri endpoint, string path) => $"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}";
}
