using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure;

namespace ChatOps.Azure.Storage;

/// <summary>An entity group transaction as it is sent: HTTP requests within a change set within a batch.</summary>
internal sealed class TableBatch
{
    private const string StatusLine = "HTTP/1.1 ";

    /// <summary>The body is no part of a web page; without this every character beyond ASCII would take six.</summary>
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _batch = $"batch_{Guid.NewGuid()}";
    private readonly string _changes = $"changeset_{Guid.NewGuid()}";
    private readonly ArrayBufferWriter<byte> _body = new();
    private int _count;

    public string ContentType => $"multipart/mixed; boundary={_batch}";

    /// <param name="table">The table's URI.</param>
    public void Add(string table, TableTransactionAction action)
    {
        if (_count++ == 0) Lines($"--{_batch}", $"Content-Type: multipart/mixed; boundary={_changes}", "");
        var (verb, uri) = action.ActionType switch
        {
            TableTransactionActionType.Add => ("POST", table),
            TableTransactionActionType.UpdateReplace => ("PUT", table + Key(action.Entity.PartitionKey, action.Entity.RowKey)),
            TableTransactionActionType.Delete => ("DELETE", table + Key(action.Entity.PartitionKey, action.Entity.RowKey)),
            _ => throw new UnreachableException(),
        };
        Lines($"--{_changes}", "Content-Type: application/http", "Content-Transfer-Encoding: binary", "", $"{verb} {uri} HTTP/1.1",
            "Accept: application/json;odata=minimalmetadata", "DataServiceVersion: 3.0");
        if (action.ActionType != TableTransactionActionType.Add) Lines($"If-Match: {action.ETag}");
        if (action.ActionType == TableTransactionActionType.Delete)
        {
            Lines("", "");
            return;
        }
        Lines("Prefer: return-no-content", "Content-Type: application/json", "");
        using (var json = new Utf8JsonWriter(_body, Json)) action.Entity.WriteTo(json);
        Lines("");
    }

    public BinaryData End()
    {
        Lines($"--{_changes}--", $"--{_batch}--", "");
        return BinaryData.FromBytes(_body.WrittenMemory);
    }

    /// <summary>A row within its table's URI.</summary>
    public static string Key(string partitionKey, string rowKey) => $"(PartitionKey={Quoted(partitionKey)},RowKey={Quoted(rowKey)})";

    /// <summary>The answer has a part per action, or a single one for the action that was refused.</summary>
    /// <exception cref="TableTransactionFailedException">One was.</exception>
    public void ThrowIfRefused(Response response, bool wasRepeated)
    {
        var parts = response.Content.ToString().Split(StatusLine)[1..];
        var statuses = parts.Select(part => int.Parse(part.AsSpan(0, 3), CultureInfo.InvariantCulture)).ToList();
        var refused = statuses.FindIndex(status => status >= 400);
        if (refused >= 0)
        {
            var error = StorageErrors.Parse(Document(parts[refused]));
            throw new TableTransactionFailedException(statuses[refused], error?.Message ?? "Refused without a reason.", error?.Code, wasRepeated);
        }
        if (statuses.Count != _count) throw new RequestFailedException(response);
    }

    private static string Document(string part) =>
        part.IndexOf('{', StringComparison.Ordinal) is >= 0 and var first ? part[first..(part.LastIndexOf('}') + 1)] : "";

    private static string Quoted(string key) => $"'{Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal))}'";

    private void Lines(params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines) _body.Write(Encoding.UTF8.GetBytes($"{line}\r\n"));
    }
}
