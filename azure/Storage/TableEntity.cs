using System.Globalization;
using System.Text.Json;
using Azure;

namespace ChatOps.Azure.Storage;

/// <summary>A row of a table: its keys and its properties, which are strings and 64-bit numbers.</summary>
public sealed class TableEntity(string partitionKey, string rowKey)
{
    private readonly Dictionary<string, object> _properties = [];

    public string PartitionKey { get; } = partitionKey;

    public string RowKey { get; } = rowKey;

    /// <summary>As it was read; none of a row that was not.</summary>
    public ETag ETag { get; init; }

    public object this[string name]
    {
        set => _properties[name] = value;
    }

    public string? GetString(string name) => _properties.GetValueOrDefault(name) as string;

    public long? GetInt64(string name) => _properties.GetValueOrDefault(name) as long?;

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString(nameof(PartitionKey), PartitionKey);
        json.WriteString(nameof(RowKey), RowKey);
        foreach (var (name, value) in _properties)
        {
            // JSON's numbers would lose the last digits.
            if (value is long number)
            {
                json.WriteString($"{name}@odata.type", "Edm.Int64");
                json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
            }
            else json.WriteString(name, (string)value);
        }
        json.WriteEndObject();
    }

    /// <param name="json">With minimal metadata: whatever JSON has no type for is annotated.</param>
    internal static TableEntity Read(JsonElement json)
    {
        var entity = new TableEntity(Text(json, nameof(PartitionKey)), Text(json, nameof(RowKey))) { ETag = new ETag(Text(json, "odata.etag")) };
        foreach (var property in json.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String || property.Value.GetString() is not { } value) continue;
            var isNumber = json.TryGetProperty($"{property.Name}@odata.type", out var type) && type.ValueEquals("Edm.Int64");
            entity[property.Name] = isNumber ? long.Parse(value, CultureInfo.InvariantCulture) : value;
        }
        return entity;
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";
}
