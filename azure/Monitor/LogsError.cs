using System.Text.Json;
using Azure;

namespace ChatOps.Azure.Monitor;

/// <summary>What the query API says is wrong: https://learn.microsoft.com/azure/azure-monitor/logs/api/errors.</summary>
internal sealed record LogsError(string Code, string Message)
{
    /// <summary>Of an answer that has rows, but not all.</summary>
    public const string Partial = "PartialError";

    /// <summary>The engine's code for a name that it cannot find.</summary>
    private const string Unresolved = "SEM0100";

    /// <summary>Whether it was refused because there is no such table, which a table is until something was written to it for the first time.</summary>
    public static bool IsMissingTable(RequestFailedException e, string table)
    {
        if (e.Status != 400 || e.GetRawResponse() is not { ContentStream: { CanSeek: true, Length: > 0 } } response) return false;
        try
        {
            using var body = JsonDocument.Parse(response.Content.ToMemory());
            for (var error = Inner(body.RootElement, "error"); error is { } inner; error = Inner(inner, "innererror"))
                if (TextOf(inner, "code") == Unresolved) return TextOf(inner, "message").Contains($"'{table}'", StringComparison.Ordinal);
            return false;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonElement? Inner(JsonElement error, string name) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty(name, out var inner) ? inner : null;

    private static string TextOf(JsonElement error, string name) =>
        Inner(error, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() ?? "" : "";
}
