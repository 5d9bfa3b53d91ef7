using System.Text.Json;

namespace ChatOps.Functions.Invocations;

/// <summary>What the Functions host sends for a trigger other than HTTP: the bindings' data, and metadata on them.</summary>
/// <remarks>
/// Shape: <c>{"Data":{"BINDING":…},"Metadata":{…,"sys":{"MethodName":…}}}</c>. Microsoft's documentation shows a queue's message encoded as
/// JSON once and numbers as numbers; the host's source encodes the message twice and numbers as strings. Both are read.
/// Properties of a message that is a JSON object are copied over the metadata of the same name, so none of these is relied upon.
/// </remarks>
/// <seealso href="https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers"/>
internal sealed class InvocationRequest
{
    /// <summary>The host copies a message's objects into the metadata, however deep they are. A body's length is limited.</summary>
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 1024 * 1024 };

    private readonly JsonElement _data;

    private InvocationRequest(JsonElement data, long attempt) => (_data, Attempt) = (data, attempt);

    /// <summary>How often the message was received, this time included; 0 of what is no message.</summary>
    public long Attempt { get; }

    /// <returns>Null when it is nothing that the host would send.</returns>
    public static async Task<InvocationRequest?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(body, AnyDepth, cancellationToken);
            return Object(document.RootElement, "Data") is { } data
                && Object(document.RootElement, "Metadata") is { } metadata
                && metadata.EnumerateObject().Any(property => IsNamed(property, "sys"))
                ? new InvocationRequest(data.Clone(), Count(metadata))
                : null;
        }
        // The latter where a text is none, such as half a surrogate pair.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The text of a queue's message as it was sent: the binding <c>message</c> of each function.json.</summary>
    /// <remarks>A text that is none, such as half a surrogate pair, comes as JSON spells it: nobody is told of a message that cannot be read.</remarks>
    /// <exception cref="FormatException">There is none.</exception>
    public string Message()
    {
        if (!_data.TryGetProperty("message", out var value)) throw new FormatException("The invocation has no binding called message.");
        if (value.ValueKind != JsonValueKind.String || Text(value) is not { } text) return value.GetRawText();
        // None of our messages begins with a quotation mark.
        return text.StartsWith('"') ? Decoded(text) : text;
    }

    /// <summary>Whether a timer (the binding <c>timer</c>) comes later than its schedule says.</summary>
    public bool IsLate => _data.TryGetProperty("timer", out var timer)
        && timer.ValueKind == JsonValueKind.Object
        && timer.TryGetProperty("IsPastDue", out var late)
        && late.ValueKind == JsonValueKind.True;

    private static JsonElement? Object(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static bool IsNamed(JsonProperty property, string name)
    {
        try
        {
            return property.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
        }
        // A message's field whose name is no text, such as half a surrogate pair.
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static long Count(JsonElement metadata)
    {
        // Not by TryGetProperty, which reads the names beside it.
        var value = metadata.EnumerateObject().LastOrDefault(property => IsNamed(property, "DequeueCount")).Value;
        if (value.ValueKind == JsonValueKind.Number) return value.TryGetInt64(out var number) ? number : 0;
        return value.ValueKind == JsonValueKind.String && long.TryParse(Decoded(Text(value) ?? ""), out var count) ? count : 0;
    }

    /// <returns>Null when it is no text, such as half a surrogate pair.</returns>
    private static string? Text(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What a JSON string holds; a text that is none stays as it is.</summary>
    private static string Decoded(string text)
    {
        try
        {
            using var inner = JsonDocument.Parse(text);
            return inner.RootElement.ValueKind == JsonValueKind.String ? Text(inner.RootElement) ?? text : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
