using System.Globalization;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatOps.Azure.Storage;

/// <summary>Signs requests to queues with the account's key ("Shared Key"): verb, headers, path and query.</summary>
internal sealed class QueueSharedKeyPolicy(StorageSharedKeyCredential credential) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message) =>
        message.Request.Headers.SetValue("Authorization", $"SharedKey {credential.AccountName}:{credential.Sign(Text(message.Request))}");

    private string Text(Request request)
    {
        var length = request.Content is { } content && content.TryComputeLength(out var bytes) && bytes > 0
            ? bytes.ToString(CultureInfo.InvariantCulture)
            : "";
        var type = request.Headers.TryGetValue("Content-Type", out var value) ? value : "";
        // The verb and eleven headers in a fixed order, of which we send two; the date is among those of Azure's own.
        var text = new StringBuilder($"{request.Method.Method}\n\n\n{length}\n\n{type}\n\n\n\n\n\n\n");
        var own = request.Headers.Where(header => header.Name.StartsWith("x-ms-", StringComparison.Ordinal));
        foreach (var header in own.OrderBy(header => header.Name, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{header.Name}:{header.Value}\n");
        var uri = request.Uri.ToUri();
        text.Append(CultureInfo.InvariantCulture, $"/{credential.AccountName}{uri.AbsolutePath}");
        foreach (var (name, given) in Query(uri).OrderBy(pair => pair.Name, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"\n{name}:{given}");
        return text.ToString();
    }

    private static IEnumerable<(string Name, string Value)> Query(Uri uri) =>
        from pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        let parts = pair.Split('=', 2)
        select (Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
}
