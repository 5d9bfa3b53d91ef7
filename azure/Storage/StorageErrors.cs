using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Azure;
using Azure.Core;

namespace ChatOps.Azure.Storage;

/// <summary>Code and message of an error: tables answer in JSON, queues and whoever checks the signature in XML.</summary>
internal sealed class StorageErrors : RequestFailedDetailsParser
{
    public override bool TryParse(Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = response.ContentStream is { CanSeek: true, Length: > 0 } ? Parse(response.Content.ToString()) : null;
        // An answer without a body says it in a header.
        if (error is null && response.Headers.TryGetValue("x-ms-error-code", out var code)) error = new ResponseError(code, response.ReasonPhrase);
        return error is not null;
    }

    /// <returns>Null when it is neither, such as a gateway's page.</returns>
    public static ResponseError? Parse(string body)
    {
        try
        {
            return body.TrimStart('\uFEFF', ' ', '\r', '\n').StartsWith('{') ? FromJson(body) : FromXml(body);
        }
        catch (Exception e) when (e is JsonException or XmlException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ResponseError? FromJson(string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.TryGetProperty("odata.error", out var error)
            && error.TryGetProperty("code", out var code)
            && error.TryGetProperty("message", out var message)
            ? new ResponseError(code.GetString(), message.GetProperty("value").GetString())
            : null;
    }

    /// <summary>Capitals and namespaces differ from one part of Azure to another.</summary>
    private static ResponseError? FromXml(string body)
    {
        var root = XDocument.Parse(body.TrimStart('\uFEFF')).Root;
        return Text("code") is { } code ? new ResponseError(code, Text("message")) : null;

        string? Text(string name) =>
            root?.Elements().FirstOrDefault(e => string.Equals(e.Name.LocalName, name, StringComparison.OrdinalIgnoreCase))?.Value;
    }
}
