using System.Text.Json.Serialization;

namespace ChatOps.Azure.Monitor;

/// <param name="Timespan">Two times in ISO 8601 with a slash between.</param>
internal sealed record LogsQueryBody(string Query, string Timespan);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LogsQueryBody))]
internal sealed partial class LogsJson : JsonSerializerContext;
