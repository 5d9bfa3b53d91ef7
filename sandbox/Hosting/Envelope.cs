using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Azure.Storage;

namespace ChatOps.Sandbox.Hosting;

/// <summary>What the host sends to the handler in the place of a queue's message or a timer's occurrence.</summary>
internal sealed class Envelope(PayloadReading reading, TimeProvider time)
{
    /// <summary>Newtonsoft's, which the Functions host writes with, escapes as little.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Of(QueueFunction function, QueueMessage message, string text)
    {
        // A message's own names win over these; case does not matter.
        var metadata = new JsonObject(new JsonNodeOptions { PropertyNameCaseInsensitive = true })
        {
            ["DequeueCount"] = reading == PayloadReading.AsDocumented ? message.DequeueCount : Invariant(message.DequeueCount),
            ["ExpirationTime"] = ToSeconds(message.ExpiresOn),
            ["Id"] = Text(message.MessageId),
            ["InsertionTime"] = ToSeconds(message.InsertedOn),
            ["NextVisibleTime"] = ToSeconds(message.NextVisibleOn),
            ["PopReceipt"] = Text(message.PopReceipt),
            ["sys"] = Sys(function),
        };
        AddPropertiesOf(text, metadata);
        return Json(function.Binding, Text(text), metadata);
    }

    /// <param name="status">Null where the timer is not monitored.</param>
    public string Of(TimerFunction function, ScheduleStatus? status, bool isPastDue)
    {
        var timer = new JsonObject
        {
            ["Schedule"] = new JsonObject { ["AdjustForDST"] = true },
            ["ScheduleStatus"] = status is null ? null : new JsonObject
            {
                ["Last"] = Exact(status.Last),
                ["Next"] = Exact(status.Next),
                ["LastUpdated"] = Exact(status.LastUpdated),
            },
            ["IsPastDue"] = isPastDue,
        };
        return Json(function.Binding, timer, new JsonObject { ["sys"] = Sys(function) });
    }

    private static string Json(string binding, JsonNode data, JsonObject metadata) =>
        new JsonObject { ["Data"] = new JsonObject { [binding] = data }, ["Metadata"] = metadata }.ToJsonString(Plain);

    private JsonObject Sys(Function function) => new()
    {
        ["MethodName"] = function.Name,
        ["UtcNow"] = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        ["RandGuid"] = Guid.NewGuid().ToString(),
    };

    /// <summary>The host copies what stands at the top of a JSON object, arrays apart, and makes text of all but objects.</summary>
    private void AddPropertiesOf(string text, JsonObject metadata)
    {
        try
        {
            using var message = JsonDocument.Parse(text);
            if (message.RootElement.ValueKind != JsonValueKind.Object) return;
            foreach (var property in message.RootElement.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Array))
                metadata[property.Name] = Property(property.Value);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // It is no JSON, or a text in it is none (half a surrogate pair), which is all right.
        }
    }

    private JsonNode? Property(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => JsonObject.Create(value.Clone()),
        JsonValueKind.String => Text(value.GetString() ?? ""),
        _ when reading == PayloadReading.AsDocumented => JsonValue.Create(value.Clone()),
        JsonValueKind.True => Text("True"),
        JsonValueKind.False => Text("False"),
        _ => Text(value.GetRawText()),
    };

    private JsonValue Text(string text) => JsonValue.Create(reading == PayloadReading.AsDocumented ? text : JsonSerializer.Serialize(text, Plain));

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? ToSeconds(DateTimeOffset? time) => time?.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Exact(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
}
